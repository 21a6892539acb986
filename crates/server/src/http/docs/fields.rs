//! Schemas as rows of a table.

use serde_json::Value;

use super::document::{Document, Parameter, Schema};
use super::html::{code, prose};

/// The longest pattern that a person can read, in characters; descriptions say longer ones in words.
const MAX_PATTERN_CHARS: usize = 24;

/// How deep objects in objects are shown.
const MAX_DEPTH: usize = 4;

/// A field, or a parameter. Texts are HTML.
pub(super) struct Field {
    /// Where it stands, such as `code.` or `items[].`; empty at the top.
    pub(super) parent: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) required: bool,
    pub(super) description: String,
    pub(super) rules: Vec<String>,
}

/// The fields of an object, those of objects in it included.
pub(super) fn of_schema(document: &Document, schema: &Schema) -> Vec<Field> {
    let mut fields = Vec::new();
    collect(document, schema, "", MAX_DEPTH, &mut fields);
    fields
}

pub(super) fn of_parameter(parameter: &Parameter) -> Field {
    Field {
        parent: String::new(),
        name: parameter.name.clone(),
        kind: format!("{} in the {}", kind(&parameter.schema), parameter.place),
        required: parameter.required,
        description: prose(&parameter.description),
        rules: rules(&parameter.schema),
    }
}

fn collect(
    document: &Document,
    schema: &Schema,
    parent: &str,
    depth: usize,
    fields: &mut Vec<Field>,
) {
    let schema = document.resolve(schema);
    for part in &schema.all_of {
        collect(document, part, parent, depth, fields);
    }
    for (name, property) in &schema.properties.0 {
        let about = document.resolve(property);
        let own = property.one_of.first().map_or(about, |object| object);
        let items = about.items.as_deref().map(|items| document.resolve(items));
        fields.push(Field {
            parent: parent.to_owned(),
            name: name.clone(),
            kind: match items {
                Some(items) => format!("array of {}s", kind(items)),
                None if property.one_of.is_empty() => kind(about),
                None => kind(property),
            },
            required: schema.required.contains(name),
            description: prose(&own.description),
            rules: rules(about),
        });
        if depth > 0 {
            let (inner, suffix) = items.map_or((about, "."), |items| (items, "[]."));
            collect(document, inner, &format!("{parent}{name}{suffix}"), depth - 1, fields);
        }
    }
}

/// The type in words.
fn kind(schema: &Schema) -> String {
    let name = match (schema.main_type(), schema.format.as_deref()) {
        ("string", Some("uuid")) => "UUID",
        ("string", Some("date-time")) => "time",
        ("string", Some("email")) => "e-mail address",
        ("string", Some("uri")) => "URL",
        (name, _) => name,
    };
    if schema.may_be_null() { format!("{name} or null") } else { name.to_owned() }
}

/// What a value has to satisfy.
fn rules(schema: &Schema) -> Vec<String> {
    let mut rules = Vec::new();
    let values: Vec<String> = schema.values.iter().filter_map(Value::as_str).map(code).collect();
    if !values.is_empty() {
        rules.push(format!("one of {}", values.join(", ")));
    }
    match (schema.min_length, schema.max_length) {
        (Some(min), Some(max)) if min == max => rules.push(format!("{min} characters")),
        (Some(min), Some(max)) => rules.push(format!("{min} to {max} characters")),
        (Some(min), None) => rules.push(format!("{min} characters or more")),
        (None, Some(max)) => rules.push(format!("at most {max} characters")),
        (None, None) => {}
    }
    if let Some(least) = schema.minimum {
        rules.push(format!("{least} or more"));
    }
    if let Some(most) = schema.maximum {
        rules.push(format!("{most} at most"));
    }
    let pattern = schema.pattern.as_ref();
    if let Some(pattern) = pattern.filter(|pattern| pattern.len() <= MAX_PATTERN_CHARS) {
        rules.push(format!("matches {}", code(pattern)));
    }
    rules
}
