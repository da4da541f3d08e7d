//! What the text of a card tells in lines such as `- **Hours used:** 168`.

/// The lines about a training's emissions, as the Hub's template has them.
#[derive(Debug, Default)]
pub(super) struct Labels<'b> {
    pub(super) hardware: Label<'b>,
    pub(super) hours: Label<'b>,
    pub(super) provider: Label<'b>,
    pub(super) region: Label<'b>,
    pub(super) emitted: Label<'b>,
}

/// A line that stands once, several times with other words, or not at all.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label<'b> {
    #[default]
    Missing,
    Once(&'b str),
    Unclear,
}

impl<'b> Label<'b> {
    pub(super) fn text(self) -> Option<&'b str> {
        if let Self::Once(text) = self { Some(text) } else { None }
    }

    fn add(&mut self, text: &'b str) {
        *self = match *self {
            Self::Missing => Self::Once(text),
            Self::Once(before) if before == text => Self::Once(before),
            _ => Self::Unclear,
        };
    }
}

/// A longer line is prose.
const LONGEST: usize = 300;

/// Reads the lines of a text.
pub(super) fn read(body: &str) -> Labels<'_> {
    let mut labels = Labels::default();
    let mut in_code = false;
    for line in body.lines() {
        let line = line.trim();
        if line.starts_with("```") || line.starts_with("~~~") {
            in_code = !in_code;
        }
        if in_code || line.len() > LONGEST {
            continue;
        }
        let Some((label, value)) = line.split_once(':') else { continue };
        let value = value.trim_matches([' ', '\t', '*', '_', '`']);
        if value.is_empty() {
            continue;
        }
        let label: String = label.chars().filter(|c| !"*_`#>•|+".contains(*c)).collect();
        let label = label.trim_matches([' ', '-', '\t']).to_lowercase();
        match label.as_str() {
            "hardware type" | "hardware used" | "hardware" | "gpu model" | "gpu type" => {
                labels.hardware.add(value);
            }
            "hours used" => labels.hours.add(value),
            "cloud provider" => labels.provider.add(value),
            "compute region" => labels.region.add(value),
            label if label.starts_with("carbon emitted") => labels.emitted.add(value),
            _ => {}
        }
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_template_are_read() {
        let labels = read(
            "- **Hardware Type:** 8 V100\n- **Hours used**: 168 (1 week)\n\
             - **Carbon Emitted** *(Power x Time)*: 149.2 kg eq. CO2\n\
             ```\n- **Hours used:** 3\n```\n\
             - **Cloud Provider:** AWS\n- **Cloud Provider:** Azure\n- **Compute Region:**\n",
        );
        assert_eq!(labels.hardware, Label::Once("8 V100"));
        assert_eq!(labels.hours, Label::Once("168 (1 week)"));
        assert_eq!(labels.emitted, Label::Once("149.2 kg eq. CO2"));
        assert_eq!((labels.provider, labels.region), (Label::Unclear, Label::Missing));
    }
}
