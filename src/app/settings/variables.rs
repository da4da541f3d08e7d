//! The variables of the environment, one field each. `docs/app.md` has them in a table, and a test
//! holds the two against each other.

use serde::Deserialize;

/// All that the environment may say. Variables without text count as not set.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Variables {
    pub(super) cardbot_app_id: Option<String>,
    pub(super) cardbot_app_private_key: Option<String>,
    pub(super) cardbot_app_private_key_file: Option<String>,
    pub(super) cardbot_webhook_secret: Option<String>,
    pub(super) cardbot_webhook_secret_file: Option<String>,
    pub(super) cardbot_webhook_secret_old: Option<String>,
    pub(super) cardbot_webhook_secret_old_file: Option<String>,
    pub(super) database_url: Option<String>,
    pub(super) database_url_file: Option<String>,

    pub(super) cardbot_url: Option<String>,
    pub(super) cardbot_rules_url: Option<String>,
    pub(super) cardbot_setup: Option<String>,
    pub(super) cardbot_credentials: Option<String>,

    pub(super) cardbot_listen: Option<String>,
    pub(super) cardbot_body_timeout: Option<f64>,
    pub(super) cardbot_drain: Option<f64>,
    pub(super) cardbot_grace: Option<f64>,

    pub(super) cardbot_workers: Option<usize>,
    pub(super) cardbot_attempts: Option<u32>,
    pub(super) cardbot_lease: Option<f64>,
    pub(super) cardbot_write_spacing: Option<f64>,
    pub(super) cardbot_recover_every: Option<f64>,
    pub(super) cardbot_resolve_threads: Option<String>,

    pub(super) cardbot_playground: Option<String>,
    pub(super) cardbot_operations_token: Option<String>,
    pub(super) cardbot_operations_token_file: Option<String>,

    pub(super) cardbot_log: Option<String>,
    pub(super) cardbot_log_format: Option<String>,

    pub(super) github_server_url: Option<String>,
    pub(super) github_api_url: Option<String>,
    pub(super) github_graphql_url: Option<String>,
    pub(super) gh_host: Option<String>,
    pub(super) cardbot_request_limit: Option<String>,
    pub(super) cardbot_patience: Option<String>,
}

impl Variables {
    /// Reads them.
    ///
    /// # Errors
    /// A message for people that names the variable.
    pub(super) fn read(all: impl Iterator<Item = (String, String)>) -> Result<Self, String> {
        let set = all.filter(|(_, value)| !value.trim().is_empty());
        envy::from_iter(set).map_err(|error| error.to_string())
    }

    /// What the parts that read the environment by name may see.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        match name {
            "GITHUB_SERVER_URL" => self.github_server_url.clone(),
            "GITHUB_API_URL" => self.github_api_url.clone(),
            "GITHUB_GRAPHQL_URL" => self.github_graphql_url.clone(),
            "GH_HOST" => self.gh_host.clone(),
            "CARDBOT_REQUEST_LIMIT" => self.cardbot_request_limit.clone(),
            "CARDBOT_PATIENCE" => self.cardbot_patience.clone(),
            _ => None,
        }
    }
}
