//! GraphQL: documents are parsed by `graphql-parser` and answered field by field. What the stand-in
//! doesn't know is an error, never a silent null.

mod budget;
mod execute;
mod git;
mod mutations;
mod pull;
mod repository;
mod thing;

use graphql_parser::query::{Definition, OperationDefinition, parse_query};
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::request::Request;
use crate::state::{State, Token};
use execute::Executor;
use thing::Thing;

/// An error as GitHub's GraphQL tells it.
#[derive(Debug)]
pub(crate) struct Trouble {
    pub(crate) kind: &'static str,
    pub(crate) message: String,
}

impl Trouble {
    pub(crate) fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    /// Nothing of that id, or nothing that may be seen.
    pub(crate) fn not_found(id: &str) -> Self {
        let message = format!("Could not resolve to a node with the global id of '{id}'");
        Self::new("NOT_FOUND", message)
    }

    /// A permission is missing.
    pub(crate) fn forbidden(message: &str) -> Self {
        Self::new("FORBIDDEN", message)
    }
}

/// Answers a request to GraphQL. Errors come with status 200.
pub(crate) fn answer(state: &mut State, request: &Request, token: Option<&Token>) -> Answer {
    let body = request.json();
    let Some(text) = body["query"].as_str() else {
        return Answer::error(400, "A query attribute must be specified and must be a string.");
    };
    let Some(token) = token else {
        return Answer::error(401, "This endpoint requires you to be authenticated.");
    };
    let document = match parse_query::<String>(text) {
        Ok(document) => document.into_static(),
        Err(error) => return refused("PARSE_ERROR", &error.to_string()),
    };
    let operations = document.definitions.iter().filter_map(|definition| match definition {
        Definition::Operation(operation) => Some(operation),
        Definition::Fragment(_) => None,
    });
    let wanted = body["operationName"].as_str();
    let mut named = operations.filter(|operation| wanted.is_none() || name(operation) == wanted);
    let Some(operation) = named.next() else {
        return refused("NO_OPERATION", "An operation name is required");
    };
    let (root, variables, selection) = match operation {
        OperationDefinition::Query(query) => {
            (Thing::Query, query.variable_definitions.as_slice(), &query.selection_set)
        }
        OperationDefinition::SelectionSet(selection) => (Thing::Query, &[][..], selection),
        OperationDefinition::Mutation(mutation) => {
            (Thing::Mutation, mutation.variable_definitions.as_slice(), &mutation.selection_set)
        }
        OperationDefinition::Subscription(_) => {
            return refused("NO_OPERATION", "There are no subscriptions");
        }
    };
    let mut executor = Executor::new(state, token, &document);
    if let Err(trouble) = executor.take_variables(variables, &body["variables"]) {
        return refused(trouble.kind, &trouble.message);
    }
    match budget::weigh(&executor, selection) {
        Ok((cost, nodes)) => executor.charge(cost, nodes),
        Err(trouble) => return refused(trouble.kind, &trouble.message),
    }
    if budget::files(selection) > executor.state.caps.files_at_once {
        return Answer::error(502, "Server Error");
    }
    let data = executor.select(&root, &[selection], &mut Vec::new());
    let mut told = json!({"data": data});
    if !executor.errors.is_empty() {
        told["errors"] = Value::Array(std::mem::take(&mut executor.errors));
    }
    Answer::json(200, told)
}

fn name<'a>(operation: &'a OperationDefinition<'static, String>) -> Option<&'a str> {
    match operation {
        OperationDefinition::Query(query) => query.name.as_deref(),
        OperationDefinition::Mutation(mutation) => mutation.name.as_deref(),
        OperationDefinition::Subscription(_) | OperationDefinition::SelectionSet(_) => None,
    }
}

fn refused(kind: &str, message: &str) -> Answer {
    Answer::json(200, json!({"errors": [{"type": kind, "message": message}]}))
}
