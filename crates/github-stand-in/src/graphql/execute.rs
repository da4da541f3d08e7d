//! Walks through a document's selections.

use std::collections::HashMap;

use graphql_parser::query::{
    Definition, Directive, Document, Field, FragmentDefinition, Selection, SelectionSet,
    TypeCondition, Value as Argument, VariableDefinition,
};
use serde_json::{Map, Value, json};

use super::thing::{Connection, Out, Thing};
use super::{Trouble, git, mutations, pull, repository};
use crate::state::{State, Token};

/// Arguments of a field, with variables put in.
pub(crate) type Arguments = Map<String, Value>;

type Set = SelectionSet<'static, String>;

/// Answers one request.
pub(crate) struct Executor<'a> {
    pub(crate) state: &'a mut State,
    pub(crate) token: &'a Token,
    pub(crate) errors: Vec<Value>,
    pub(crate) fragments: HashMap<&'a str, &'a FragmentDefinition<'static, String>>,
    variables: Map<String, Value>,
    cost: u64,
    nodes: u64,
}

impl<'a> Executor<'a> {
    pub(crate) fn new(
        state: &'a mut State,
        token: &'a Token,
        document: &'a Document<'static, String>,
    ) -> Self {
        let fragments = document.definitions.iter().filter_map(|definition| match definition {
            Definition::Fragment(fragment) => Some((fragment.name.as_str(), fragment)),
            Definition::Operation(_) => None,
        });
        Self {
            fragments: fragments.collect(),
            state,
            token,
            errors: Vec::new(),
            variables: Map::new(),
            cost: 1,
            nodes: 0,
        }
    }

    /// Takes the variables that came along; those that must be there must be there.
    pub(crate) fn take_variables(
        &mut self,
        defined: &[VariableDefinition<'static, String>],
        given: &Value,
    ) -> Result<(), Trouble> {
        for variable in defined {
            let value = given.get(&variable.name).cloned();
            let default = variable.default_value.as_ref().map(|value| self.value(value));
            let must = matches!(variable.var_type, graphql_parser::query::Type::NonNullType(_));
            let value = value.filter(|value| !(must && value.is_null())).or(default);
            if must && value.is_none() {
                let message = format!(
                    "Variable ${} of type {} was provided invalid value",
                    variable.name, variable.var_type
                );
                return Err(Trouble::new("INVALID_VARIABLE", message));
            }
            self.variables.insert(variable.name.clone(), value.unwrap_or(Value::Null));
        }
        Ok(())
    }

    /// Takes the cost of the request from the token's budget.
    pub(crate) fn charge(&mut self, cost: u64, nodes: u64) {
        (self.cost, self.nodes) = (cost, nodes);
        let text = &self.token.text;
        if let Some(token) = self.state.tokens.iter_mut().find(|token| token.text == *text) {
            token.graphql.used += cost;
        }
    }

    /// An argument's value as JSON.
    pub(crate) fn value(&self, argument: &Argument<'static, String>) -> Value {
        match argument {
            Argument::Variable(name) => self.variables.get(name).cloned().unwrap_or(Value::Null),
            Argument::Int(number) => json!(number.as_i64()),
            Argument::Float(number) => json!(number),
            Argument::String(text) | Argument::Enum(text) => json!(text),
            Argument::Boolean(is) => json!(is),
            Argument::Null => Value::Null,
            Argument::List(items) => items.iter().map(|item| self.value(item)).collect(),
            Argument::Object(fields) => {
                let fields = fields.iter().map(|(name, value)| (name.clone(), self.value(value)));
                Value::Object(fields.collect())
            }
        }
    }

    /// The arguments of a field.
    pub(crate) fn arguments(&self, field: &Field<'static, String>) -> Arguments {
        field.arguments.iter().map(|(name, value)| (name.clone(), self.value(value))).collect()
    }

    /// Whether `@skip` and `@include` let it be.
    pub(crate) fn included(&self, directives: &[Directive<'static, String>]) -> bool {
        directives.iter().all(|directive| {
            let condition = directive.arguments.iter().find(|(name, _)| name == "if");
            let condition = condition.is_some_and(|(_, value)| self.value(value) == json!(true));
            match directive.name.as_str() {
                "skip" => !condition,
                "include" => condition,
                _ => true,
            }
        })
    }

    /// The fields that are asked of a type, by the key under which they are answered.
    fn collect<'s>(
        &self,
        type_name: &str,
        sets: &[&'s Set],
        found: &mut Vec<(&'s str, Vec<&'s Field<'static, String>>)>,
    ) where
        'a: 's,
    {
        let applies = |condition: &TypeCondition<'static, String>| {
            let TypeCondition::On(wanted) = condition;
            Thing::is(type_name, wanted)
        };
        for item in sets.iter().flat_map(|set| &set.items) {
            match item {
                Selection::Field(field) if self.included(&field.directives) => {
                    let key = field.alias.as_deref().unwrap_or(&field.name);
                    match found.iter_mut().find(|(known, _)| *known == key) {
                        Some((_, fields)) => fields.push(field),
                        None => found.push((key, vec![field])),
                    }
                }
                Selection::InlineFragment(inline)
                    if self.included(&inline.directives)
                        && inline.type_condition.as_ref().is_none_or(applies) =>
                {
                    self.collect(type_name, &[&inline.selection_set], found);
                }
                Selection::FragmentSpread(spread) if self.included(&spread.directives) => {
                    let fragment = self.fragments.get(spread.fragment_name.as_str()).copied();
                    if let Some(fragment) = fragment.filter(|f| applies(&f.type_condition)) {
                        self.collect(type_name, &[&fragment.selection_set], found);
                    }
                }
                _ => {}
            }
        }
    }

    /// Answers what is asked of a thing.
    pub(crate) fn select<'s>(
        &mut self,
        thing: &Thing,
        sets: &[&'s Set],
        path: &mut Vec<Value>,
    ) -> Value
    where
        'a: 's,
    {
        let type_name = self.type_name(thing);
        let mut fields = Vec::new();
        self.collect(&type_name, sets, &mut fields);
        let mut told = Map::new();
        for (key, fields) in fields {
            let Some(field) = fields.first() else { continue };
            path.push(json!(key));
            let value = if field.name == "__typename" {
                json!(type_name)
            } else {
                let arguments = self.arguments(field);
                let sets: Vec<&Set> = fields.iter().map(|field| &field.selection_set).collect();
                match self.resolve(thing, &type_name, &field.name, &arguments) {
                    Ok(Out::Json(value)) => value,
                    Ok(Out::One(thing)) => self.select(&thing, &sets, path),
                    Ok(Out::Many(things)) => self.many(&things, &sets, path),
                    Err(trouble) => {
                        self.errors.push(json!({"type": trouble.kind, "path": path,
                            "message": trouble.message}));
                        Value::Null
                    }
                }
            };
            path.pop();
            told.insert(key.to_owned(), value);
        }
        Value::Object(told)
    }

    fn many<'s>(&mut self, things: &[Thing], sets: &[&'s Set], path: &mut Vec<Value>) -> Value
    where
        'a: 's,
    {
        let mut rows = Vec::new();
        for (place, thing) in things.iter().enumerate() {
            path.push(json!(place));
            rows.push(self.select(thing, sets, path));
            path.pop();
        }
        Value::Array(rows)
    }

    fn type_name(&self, thing: &Thing) -> String {
        let name = match thing {
            Thing::Query => "Query",
            Thing::Mutation => "Mutation",
            Thing::Repository(_) => "Repository",
            Thing::Pull(..) => "PullRequest",
            Thing::Review(..) => "PullRequestReview",
            Thing::Thread(..) => "PullRequestReviewThread",
            Thing::ReviewComment(..) => "PullRequestReviewComment",
            Thing::IssueComment(..) => "IssueComment",
            Thing::Viewer(_) => "User",
            Thing::Actor(login) => match self.state.find_user(login) {
                Some(user) if user.bot => "Bot",
                Some(user) if user.organisation => "Organization",
                _ => "User",
            },
            Thing::Commit(..) => "Commit",
            Thing::Tree(..) => "Tree",
            Thing::Blob(..) => "Blob",
            Thing::Entry(..) => "TreeEntry",
            Thing::Ref(..) => "Ref",
            Thing::Connection(connection) => connection.of,
            Thing::PageInfo { .. } => "PageInfo",
            Thing::RateLimit { .. } => "RateLimit",
            Thing::Payload(name, _) => name,
        };
        name.to_owned()
    }

    fn resolve(
        &mut self,
        thing: &Thing,
        type_name: &str,
        field: &str,
        arguments: &Arguments,
    ) -> Result<Out, Trouble> {
        let known = match thing {
            Thing::Query if field == "rateLimit" => {
                Some(Out::One(Thing::RateLimit { cost: self.cost, nodes: self.nodes }))
            }
            Thing::Query => repository::query(self, field, arguments)?,
            Thing::Mutation => Some(mutations::run(self, field, arguments)?),
            Thing::Repository(id) => repository::repository(self, *id, field, arguments)?,
            Thing::Ref(repo, branch) => repository::branch(self, *repo, branch, field)?,
            Thing::Pull(repo, number) => pull::pull(self, *repo, *number, field, arguments)?,
            Thing::Review(repo, number, id) => {
                pull::review(self, (*repo, *number), *id, field, arguments)?
            }
            Thing::Thread(repo, number, first) => {
                pull::thread(self, (*repo, *number), *first, field, arguments)?
            }
            Thing::ReviewComment(repo, number, id) => {
                pull::review_comment(self, (*repo, *number), *id, field)?
            }
            Thing::IssueComment(repo, number, id) => {
                pull::issue_comment(self, (*repo, *number), *id, field)?
            }
            Thing::Actor(login) | Thing::Viewer(login) => {
                let viewer = matches!(thing, Thing::Viewer(_));
                repository::actor(self, login, viewer, field)
            }
            Thing::Commit(repo, oid) => git::commit(self, *repo, oid, field, arguments)?,
            Thing::Tree(repo, oid, path) => git::tree(self, *repo, oid, path, field),
            Thing::Blob(repo, oid) => git::blob(self, *repo, oid, field),
            Thing::Entry(repo, entry, path) => git::entry(*repo, entry, path, field),
            Thing::Connection(connection) => of_connection(connection, field),
            Thing::PageInfo { next, previous, start, end } => match field {
                "hasNextPage" => Some(json!(next).into()),
                "hasPreviousPage" => Some(json!(previous).into()),
                "startCursor" => Some(json!(start).into()),
                "endCursor" => Some(json!(end).into()),
                _ => None,
            },
            Thing::RateLimit { cost, nodes } => self.rate_limit(*cost, *nodes, field),
            Thing::Payload(_, fields) => match field {
                "clientMutationId" => Some(Value::Null.into()),
                _ => fields.iter().find(|(name, _)| *name == field).map(|(_, out)| out.clone()),
            },
        };
        known.ok_or_else(|| {
            let message = format!("The stand-in has no field '{field}' on type '{type_name}'");
            Trouble::new("undefinedField", message)
        })
    }

    fn rate_limit(&self, cost: u64, nodes: u64, field: &str) -> Option<Out> {
        let text = &self.token.text;
        let bucket = &self.state.tokens.iter().find(|token| token.text == *text)?.graphql;
        let value = match field {
            "cost" => json!(cost),
            "nodeCount" => json!(nodes),
            "limit" => json!(bucket.limit),
            "used" => json!(bucket.used),
            "remaining" => json!(bucket.remaining()),
            "resetAt" => json!(crate::state::stamp(bucket.resets)),
            _ => return None,
        };
        Some(value.into())
    }
}

/// The page of a list that the arguments ask for.
pub(crate) fn page(of: &'static str, all: Vec<Thing>, arguments: &Arguments) -> Out {
    let total = all.len();
    let count = |name: &str| {
        let number = arguments.get(name).and_then(Value::as_u64);
        number.and_then(|number| usize::try_from(number).ok())
    };
    let cursor = |name: &str| {
        let text = arguments.get(name).and_then(Value::as_str)?;
        text.strip_prefix("cursor:")?.parse::<usize>().ok()
    };
    let mut start = cursor("after").map_or(0, |place| place + 1).min(total);
    let mut end = cursor("before").unwrap_or(total).clamp(start, total);
    if let Some(first) = count("first") {
        end = end.min(start + first);
    }
    if let Some(last) = count("last") {
        start = start.max(end.saturating_sub(last));
    }
    let nodes = all.into_iter().take(end).skip(start).collect();
    Out::One(Thing::Connection(Box::new(Connection { of, nodes, total, start })))
}

fn of_connection(connection: &Connection, field: &str) -> Option<Out> {
    let end = connection.start + connection.nodes.len();
    let cursor = |place: usize| format!("cursor:{place}");
    let some = !connection.nodes.is_empty();
    match field {
        "nodes" => Some(Out::Many(connection.nodes.clone())),
        "totalCount" => Some(json!(connection.total).into()),
        "pageInfo" => Some(Out::One(Thing::PageInfo {
            next: end < connection.total,
            previous: connection.start > 0,
            start: some.then(|| cursor(connection.start)),
            end: some.then(|| cursor(end - 1)),
        })),
        _ => None,
    }
}
