//! What the page reads of the OpenAPI document. It reads the text, as any other reader would.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

/// An object whose members stay in the order in which they are written.
pub(super) struct Ordered<T>(pub(super) Vec<(String, T)>);

#[derive(serde::Deserialize)]
pub(super) struct Document {
    pub(super) info: Info,
    pub(super) tags: Vec<Tag>,
    pub(super) paths: Ordered<Ordered<Operation>>,
    pub(super) components: Components,
}

#[derive(serde::Deserialize)]
pub(super) struct Info {
    pub(super) title: String,
    pub(super) version: String,
}

#[derive(serde::Deserialize)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) description: String,
}

#[derive(serde::Deserialize)]
pub(super) struct Components {
    pub(super) schemas: Ordered<Schema>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Operation {
    pub(super) tags: Vec<String>,
    pub(super) summary: String,
    #[serde(default)]
    pub(super) description: String,
    #[serde(rename = "operationId")]
    pub(super) id: String,
    #[serde(default)]
    pub(super) parameters: Vec<Parameter>,
    pub(super) request_body: Option<Answer>,
    pub(super) responses: Ordered<Answer>,
    #[serde(default)]
    pub(super) security: Vec<BTreeMap<String, Value>>,
}

#[derive(serde::Deserialize)]
pub(super) struct Parameter {
    pub(super) name: String,
    #[serde(rename = "in")]
    pub(super) place: String,
    #[serde(default)]
    pub(super) description: String,
    #[serde(default)]
    pub(super) required: bool,
    pub(super) schema: Schema,
    pub(super) example: Option<Value>,
}

/// An answer, or the body of a request, which looks alike.
#[derive(serde::Deserialize)]
pub(super) struct Answer {
    #[serde(default)]
    pub(super) content: Ordered<Content>,
    #[serde(default)]
    pub(super) headers: Ordered<Header>,
}

#[derive(serde::Deserialize)]
pub(super) struct Header {
    #[serde(default)]
    pub(super) description: String,
}

#[derive(serde::Deserialize)]
pub(super) struct Content {
    pub(super) schema: Schema,
}

#[derive(Default, serde::Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Schema {
    #[serde(rename = "$ref")]
    pub(super) reference: Option<String>,
    #[serde(rename = "type", deserialize_with = "one_or_many")]
    pub(super) types: Vec<String>,
    pub(super) format: Option<String>,
    pub(super) description: String,
    #[serde(rename = "enum")]
    pub(super) values: Vec<Value>,
    pub(super) required: Vec<String>,
    pub(super) properties: Ordered<Schema>,
    pub(super) items: Option<Box<Schema>>,
    pub(super) all_of: Vec<Schema>,
    /// An object, and null where it may be missing.
    pub(super) one_of: Vec<Schema>,
    pub(super) examples: Vec<Value>,
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
    pub(super) minimum: Option<i64>,
    pub(super) maximum: Option<i64>,
    pub(super) pattern: Option<String>,
}

impl Document {
    /// The schema itself, or the one that it refers to; of an object or null the object.
    pub(super) fn resolve<'d>(&'d self, schema: &'d Schema) -> &'d Schema {
        let schema = schema.one_of.first().unwrap_or(schema);
        let name = schema.reference.as_deref().and_then(|path| path.rsplit('/').next());
        let found = name.and_then(|name| self.components.schemas.get(name));
        found.unwrap_or(schema)
    }
}

impl Schema {
    /// Its type beside null.
    pub(super) fn main_type(&self) -> &str {
        self.types.iter().map(String::as_str).find(|name| *name != "null").unwrap_or("object")
    }

    pub(super) fn may_be_null(&self) -> bool {
        self.types.iter().any(|name| name == "null") || self.one_of.iter().any(Self::may_be_null)
    }
}

impl<T> Ordered<T> {
    pub(super) fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, value)| value)
    }
}

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OrderedVisitor(PhantomData))
    }
}

struct OrderedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OrderedVisitor<T> {
    type Value = Ordered<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Ordered<T>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Ordered(members))
    }
}

/// `"string"` or `["string", "null"]`.
fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        One(String),
        Many(Vec<String>),
    }
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::One(name) => vec![name],
        OneOrMany::Many(names) => names,
    })
}
