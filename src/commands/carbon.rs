//! `cardbot carbon HARDWARE --hours N`.

use std::fmt::Write as _;

use cardbot_core::carbon::{self, Estimate, Job, NoPlace, Place, hours, number};
use cardbot_core::fixing::scalar_text;
use serde_json::json;

use crate::cli::{CarbonArgs, Exit, ListFormat};
use crate::output::escape::{one_line, plain};
use crate::output::terminal;

/// Prints an estimate and the block to paste.
pub(crate) fn run(args: &CarbonArgs) -> Result<Exit, String> {
    let job = job(args)?;
    let estimate = carbon::estimate(&job);
    if !estimate.grams.is_finite() || estimate.grams <= 0.0 {
        return Err("these numbers give no amount of emissions".to_owned());
    }
    let block = block(args, &job, &estimate);
    match args.format {
        ListFormat::Json => {
            let text = json(&job, &estimate, &block);
            terminal::print_json(&format!("{text:#}\n"))?;
        }
        ListFormat::Text => terminal::print(&plain(&text(&job, &estimate, &block)))?,
    }
    Ok(Exit::Clean)
}

fn job(args: &CarbonArgs) -> Result<Job, String> {
    let told = args.hardware.join(" ");
    let time = hours::read(&args.hours).ok_or_else(|| {
        format!("`{}` is no length of time; write `24`, `36 h` or `7.5 days`", args.hours)
    })?;
    let mut job = match (carbon::read_hardware(&told), args.watts) {
        (Some(hardware), watts) => {
            let mut assumptions = hardware.notes;
            let device = hardware.device;
            if !device.note.is_empty() && watts.is_none() {
                assumptions.push(format!("{}: {}", device.name, device.note));
            }
            let count = match (hardware.count, args.count) {
                (Some(told), Some(count)) if (told - f64::from(count)).abs() > 0.0 => {
                    let told = number::rounded(told);
                    return Err(format!("the hardware says {told} devices, --count says {count}"));
                }
                (Some(told), _) => told,
                (None, Some(count)) => f64::from(count),
                (None, None) => {
                    assumptions.push("one device, as no number is told".to_owned());
                    1.0
                }
            };
            let source = match watts {
                Some(_) => "as given".to_owned(),
                None => format!("{}, {}", device.name, device.source),
            };
            let watts = watts.unwrap_or(device.watts);
            new_job(device.name.to_owned(), (watts, source), count, assumptions)
        }
        (None, Some(watts)) => {
            let count = args.count.map_or(1.0, f64::from);
            new_job(told.clone(), (watts, "as given".to_owned()), count, vec![])
        }
        (None, None) => return Err(no_hardware(&told)),
    };
    job.hours = time.hours;
    if time.of_devices {
        job.assumptions.push("the hours of all devices are added up already".to_owned());
        job.count = 1.0;
    }
    job.place = args.place.as_deref().map(place).transpose()?;
    job.g_per_kwh = args.intensity;
    job.pue = args.pue;
    Ok(job)
}

fn new_job(hardware: String, power: (f64, String), count: f64, assumptions: Vec<String>) -> Job {
    Job {
        hardware,
        watts: power.0,
        watts_source: power.1,
        count,
        hours: 0.0,
        place: None,
        g_per_kwh: None,
        pue: None,
        assumptions,
    }
}

fn no_hardware(told: &str) -> String {
    let near = carbon::nearest_devices(told);
    let hint = did_you_mean(near)
        .unwrap_or_else(|| "name one kind of device, such as `8x V100`".to_owned());
    format!("no device is called `{told}`; {hint}, or give its power with --watts")
}

fn place(told: &str) -> Result<Place, String> {
    carbon::read_place(told).map_err(|error| match error {
        NoPlace::Several(names) => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            format!("`{told}` may be {}; write one of them", names.join(" or "))
        }
        NoPlace::Unknown => {
            let hint = did_you_mean(carbon::nearest_places(told)).unwrap_or_else(|| {
                "name a country, a state of the USA or a region of a cloud".to_owned()
            });
            format!("no place is called `{told}`; {hint}, or give its g/kWh with --intensity")
        }
    })
}

fn did_you_mean(names: Vec<&str>) -> Option<String> {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| format!("did you mean {}", names.join(" or ")))
}

/// What to paste into the card. The numbers stand in `source`, so that others can check them.
fn block(args: &CarbonArgs, job: &Job, estimate: &Estimate) -> String {
    let mut out = String::from("co2_eq_emissions:\n");
    let _ = writeln!(out, "  emissions: {}", number::rounded(estimate.grams));
    let source = format!("estimated with cardbot from {}", formula(job, estimate));
    let mut field = |name: &str, text: &str| {
        let _ = writeln!(out, "  {name}: {}", scalar_text(&one_line(text), None));
    };
    field("source", &source);
    if let Some(kind) = &args.training_type {
        field("training_type", kind);
    }
    if let Some(place) = &args.place {
        field("geographical_location", place.trim());
    }
    field("hardware_used", &hardware_used(args, job));
    out
}

fn formula(job: &Job, estimate: &Estimate) -> String {
    let n = number::for_people;
    format!(
        "{} x {} W x {} h x PUE {} x {} g/kWh",
        n(job.count),
        n(job.watts),
        n(job.hours),
        n(estimate.pue),
        n(estimate.g_per_kwh)
    )
}

fn hardware_used(args: &CarbonArgs, job: &Job) -> String {
    match args.count {
        Some(count) => format!("{count} x {}", job.hardware),
        None => args.hardware.join(" "),
    }
}

fn text(job: &Job, estimate: &Estimate, block: &str) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", one_line(&job.hardware));
    for step in &estimate.steps {
        let _ = writeln!(out, "  {step}");
    }
    for (title, lines) in [("Assumed", &estimate.assumptions), ("Figures", &estimate.sources)] {
        let _ = writeln!(out, "\n{title}:");
        for line in lines {
            let _ = writeln!(out, "- {}", one_line(line));
        }
    }
    let _ = write!(out, "\nFor the card, in grams:\n\n{block}");
    out
}

fn json(job: &Job, estimate: &Estimate, block: &str) -> serde_json::Value {
    let place = job
        .place
        .as_ref()
        .map(|place| json!({"name": place.name, "g_per_kwh": place.g_per_kwh, "pue": place.pue}));
    json!({
        "schema": 1,
        "emissions": estimate.grams,
        "energy_kwh": estimate.energy_kwh,
        "hardware": {"name": job.hardware, "watts": job.watts, "count": job.count},
        "hours": job.hours,
        "place": place,
        "pue": estimate.pue,
        "g_per_kwh": estimate.g_per_kwh,
        "steps": estimate.steps,
        "assumptions": estimate.assumptions,
        "sources": estimate.sources,
        "block": block,
    })
}
