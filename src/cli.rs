//! The command line: what may be typed, and which command it starts.

use std::path::PathBuf;
use std::process::ExitCode;

use cardbot_core::config::FailOn;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};

use crate::commands;
use crate::settings::Overrides;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Nothing at or above `--fail-on`.
    Clean,
    /// Something is.
    Findings,
    /// Wrong usage, unreadable input or a failed request.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Failed => 2,
        })
    }
}

#[derive(Debug, Parser)]
#[command(
    name = "cardbot",
    version,
    about = "Reviews changes to Hugging Face model cards and has the fix ready",
    after_help = "`cardbot explain RULE` tells what a rule wants and why.\nExit status: 0 clean, 1 findings at or above --fail-on, 2 wrong usage or unreadable input."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Review a change: only what it introduces is told line by line
    Review(ReviewArgs),
    /// Check cards as they are
    Check(CheckArgs),
    /// Print the tags that the Hub would derive from a card
    Tags(TagsArgs),
    /// Estimate what a training emitted, and print the block for the card
    Carbon(CarbonArgs),
    /// List the rules
    Rules(ListArgs),
    /// Print one rule's page
    Explain {
        /// The rule's name
        rule: String,
    },
    /// Be the GitHub Action: the environment says everything
    Action,
    /// Be the GitHub App: receive webhooks, review, lose nothing
    #[cfg(feature = "app")]
    Serve {
        /// Ask the server that runs here whether it lives, and end
        #[arg(long)]
        health: bool,
    },
    /// Look whether the App is set up well, and say what is wrong
    #[cfg(feature = "app")]
    Doctor,
    /// Print a JSON Schema
    Schema {
        /// Of what
        #[arg(value_enum)]
        of: SchemaOf,
    },
    /// Print the completions for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Options that `check` and `review` share.
#[derive(Debug, Args, Clone)]
pub struct Common {
    /// How to print what was found
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Configuration file to use instead of .github/cardbot.yml or cardbot.yml
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Exit with 1 when something of this severity or worse was found [default: error]
    #[arg(long, value_name = "SEVERITY", value_parser = fail_on())]
    pub fail_on: Option<FailOn>,
    /// Run only these rules (names or families, separated by commas)
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Leave these rules out
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
}

fn fail_on() -> impl clap::builder::TypedValueParser<Value = FailOn> {
    PossibleValuesParser::new(["error", "warning", "note", "never"])
        .map(|word| FailOn::from_word(&word).unwrap_or(FailOn::Never))
}

impl Common {
    /// What these options put on top of the configuration.
    #[must_use]
    pub fn overrides(&self) -> Overrides {
        Overrides {
            config: self.config.clone(),
            fail_on: self.fail_on,
            select: self.select.clone(),
            ignore: self.ignore.clone(),
        }
    }
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people at a terminal
    Text,
    /// For programs
    Json,
    /// For a comment or a job summary
    Markdown,
    /// Workflow commands of GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Reviewdog's diagnostic format
    Rdjson,
}

/// Options of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files, folders (walked, .gitignore respected) or - for standard input
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "shown as the options themselves")]
    pub common: Common,
    /// Apply the safe fixes in place; then only what remains counts
    #[arg(long)]
    pub fix: bool,
    /// Print the safe fixes as a unified diff instead
    #[arg(long)]
    pub diff: bool,
}

/// Options of `review`.
#[derive(Debug, Args)]
pub struct ReviewArgs {
    /// A pull request (its URL or OWNER/REPO#N), a git range (A..B, A...B) or two files (BASE.md
    /// HEAD.md); without one, the working tree against the merge base with the default branch
    #[arg(value_name = "TARGET", num_args = 0..=2)]
    pub target: Vec<String>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "shown as the options themselves")]
    pub common: Common,
    /// Post the review of a pull request without asking
    #[arg(long, conflicts_with = "dry_run")]
    pub post: bool,
    /// Only print what would be posted
    #[arg(long)]
    pub dry_run: bool,
    /// Ask for changes when the pull request introduces errors
    #[arg(long)]
    pub request_changes: bool,
    /// Approve the pull request when it introduces neither errors nor warnings
    #[arg(long)]
    pub approve: bool,
    /// Resolve the threads of comments whose findings are fixed; the token must be able to push
    #[arg(long)]
    pub resolve_threads: bool,
    /// Tell each request to GitHub, and how many there were
    #[arg(short, long)]
    pub verbose: bool,
}

/// What a JSON Schema is printed of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// The metadata of a model card
    Card,
    /// The configuration file
    Config,
    /// The JSON that check, review, tags and carbon print
    Output,
}

/// Options of `tags`.
#[derive(Debug, Args)]
pub struct TagsArgs {
    /// The card, or - for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// How to print
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
}

/// Options of `carbon`.
#[derive(Debug, Args)]
pub struct CarbonArgs {
    /// The devices: `8x V100`, `TPU v3-8`, `p3.8xlarge`, `RTX 3090`
    #[arg(value_name = "HARDWARE", required = true)]
    pub hardware: Vec<String>,
    /// For how long each of them ran: `24`, `7.5 days`; `480 GPU-hours` counts all together
    #[arg(long, value_name = "TIME")]
    pub hours: String,
    /// How many devices, if HARDWARE does not say
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub count: Option<u32>,
    /// Where: `France`, `Quebec, Canada`, `gcp europe-west1`, `us-central1-a`
    #[arg(long, value_name = "PLACE")]
    pub place: Option<String>,
    /// Energy of the whole site by that of its machines [default: that of the region, else 1]
    #[arg(long, value_name = "NUMBER", value_parser = pue)]
    pub pue: Option<f64>,
    /// Grams of CO2 per kWh, if you know better than the tables
    #[arg(long, value_name = "G_PER_KWH", value_parser = positive)]
    pub intensity: Option<f64>,
    /// Power of one device, if the tables do not have it or you measured it
    #[arg(long, value_name = "W", value_parser = positive)]
    pub watts: Option<f64>,
    /// What to write as training_type: `pre-training` or `fine-tuning`
    #[arg(long, value_name = "TEXT")]
    pub training_type: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
}

fn positive(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    let fits = number.is_finite() && number > 0.0;
    fits.then_some(number).ok_or_else(|| "not greater than 0".to_owned())
}

fn pue(text: &str) -> Result<f64, String> {
    let number = positive(text)?;
    let fits = (1.0..=10.0).contains(&number);
    fits.then_some(number).ok_or_else(|| "a PUE is 1 or more; most are below 2".to_owned())
}

/// Options of commands that list things.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// How to print
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub format: ListFormat,
}

/// How lists are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Review(args) => commands::review::run(&args),
        Command::Check(args) => commands::check::run(&args),
        Command::Tags(args) => commands::tags::run(&args.file, args.format),
        Command::Carbon(args) => commands::carbon::run(&args),
        Command::Rules(args) => commands::rules::list(args.format),
        Command::Explain { rule } => commands::rules::explain(&rule),
        Command::Action => Ok(commands::action::run()),
        #[cfg(feature = "app")]
        Command::Serve { health: true } => commands::serve::health(),
        #[cfg(feature = "app")]
        Command::Serve { health: false } => commands::serve::run(),
        #[cfg(feature = "app")]
        Command::Doctor => commands::doctor::run(),
        Command::Schema { of } => commands::schema::run(of),
        Command::Completions { shell } => commands::manual::completions(shell, &mut Cli::command()),
        Command::Man => commands::manual::man(Cli::command()),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(message) => {
            let message = crate::output::plain(&message);
            crate::output::terminal::tell(&format!("cardbot: {message}\n"));
            Exit::Failed.into()
        }
    }
}
