//! Examples made from schemas: bodies, and the command that sends them.

use std::fmt::Write;

use serde_json::Value;

use super::document::{Document, Operation, Schema};

/// JSON whose members stay in the order in which the schema declares them.
pub(super) enum Node {
    Object(Vec<(String, Node)>),
    Array(Vec<Node>),
    Leaf(Value),
}

/// A value that satisfies the schema, made of the examples in it.
pub(super) fn value(document: &Document, schema: &Schema) -> Node {
    let schema = document.resolve(schema);
    if let Some(example) = schema.examples.first() {
        return Node::Leaf(example.clone());
    }
    if let Some(items) = &schema.items {
        return Node::Array(vec![value(document, items)]);
    }
    if schema.may_be_null() {
        return Node::Leaf(Value::Null);
    }
    match schema.main_type() {
        "integer" => Node::Leaf(schema.minimum.unwrap_or(0).into()),
        "boolean" => Node::Leaf(true.into()),
        "string" => Node::Leaf("…".into()),
        _ => Node::Object(members(document, schema)),
    }
}

fn members(document: &Document, schema: &Schema) -> Vec<(String, Node)> {
    let inherited = schema.all_of.iter().flat_map(|part| members(document, document.resolve(part)));
    let own =
        schema.properties.0.iter().map(|(name, schema)| (name.clone(), value(document, schema)));
    inherited.chain(own).collect()
}

impl Node {
    /// On one line, as it stands in a command.
    fn compact(&self) -> String {
        match self {
            Self::Leaf(value) => value.to_string(),
            Self::Array(items) => {
                let items: Vec<String> = items.iter().map(Self::compact).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Object(members) => {
                let members: Vec<String> = members
                    .iter()
                    .map(|(name, node)| format!("\"{name}\": {}", node.compact()))
                    .collect();
                format!("{{{}}}", members.join(", "))
            }
        }
    }
}

/// The command that makes a call, ready to be pasted into a shell.
pub(super) fn curl(
    document: &Document,
    base: &str,
    method: &str,
    path: &str,
    operation: &Operation,
) -> String {
    let body = operation.request_body.as_ref().and_then(|body| body.content.0.first());
    let mut command = "curl -sS".to_owned();
    match (method, body) {
        ("GET", _) | ("POST", Some(_)) => {}
        _ => command = format!("{command} -X {method}"),
    }
    let _ = write!(command, " '{base}{path}{}'", query(operation));
    let allows = |scheme: &str| operation.security.iter().any(|any| any.contains_key(scheme));
    let signs_in = operation.tags.iter().any(|tag| tag == "Sign-in");
    if signs_in {
        // These calls also set, renew or clear the cookies.
        command.push_str(" \\\n  -b cookies.txt -c cookies.txt");
    } else if allows("session") {
        command.push_str(" \\\n  -b cookies.txt");
    }
    if needs_csrf(operation) {
        command.push_str(" \\\n  -H \"X-CSRF-Token: $(awk '/nl_csrf/ { print $7 }' cookies.txt)\"");
    }
    if allows("admin_token") {
        command.push_str(" \\\n  -H \"X-Admin-Token: $TRIPORT_ADMIN_TOKEN\"");
    }
    if let Some((_, content)) = body {
        let json = value(document, &content.schema).compact();
        let _ = write!(command, " \\\n  -H 'Content-Type: application/json' \\\n  -d '{json}'");
    }
    command
}

/// Whether a live session is of no use without the header.
pub(super) fn needs_csrf(operation: &Operation) -> bool {
    let mut with_session = operation.security.iter().filter(|all| all.contains_key("session"));
    with_session.clone().next().is_some() && with_session.all(|all| all.contains_key("csrf"))
}

fn query(operation: &Operation) -> String {
    let mut query = String::new();
    for parameter in operation.parameters.iter().filter(|parameter| parameter.place == "query") {
        if let Some(Value::String(example)) = &parameter.example {
            let sign = if query.is_empty() { '?' } else { '&' };
            let _ = write!(query, "{sign}{}={example}", parameter.name);
        }
    }
    query
}
