use std::collections::HashSet;

use serde_json::Value;
use triport_domain::code::Slug;
use triport_domain::reserved::ReservedWords;

use super::document_text;
use super::errors::{answered_by, errors_of};
use crate::http::{errors_page, pages};

fn document() -> Value {
    serde_json::from_str(&document_text().unwrap()).unwrap()
}

/// Path, method and operation of everything in the document.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    let operations = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().iter();
        methods.map(|(method, operation)| (path.clone(), method.clone(), operation.clone()))
    });
    operations.collect()
}

fn compare(file: &str, generated: &str) {
    let path = format!("{}/../../{file}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::create_dir_all(std::path::Path::new(&path).parent().unwrap()).unwrap();
        std::fs::write(&path, generated).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == generated, "{file} is out of date: run `make generate`");
}

#[test]
fn generated_openapi() {
    compare("api/openapi.json", &document_text().unwrap());
}

#[test]
fn generated_errors_page() {
    compare("docs/errors.md", &errors_page());
}

#[test]
fn nobody_can_take_a_part_of_our_own_addresses_as_a_slug() {
    let words = ReservedWords::with(&[]);
    let document = document();
    let api = document["paths"].as_object().unwrap().keys().map(String::as_str);
    for path in api.chain(pages().iter().map(|(path, _)| *path)) {
        let parts = path.split('/').filter(|part| !part.starts_with('{'));
        for slug in parts.filter_map(|part| Slug::parse(part).ok()) {
            assert!(words.contain(slug.as_str()), "{slug} of {path} is not reserved");
        }
    }
}

#[test]
fn every_operation_is_described_and_has_an_id_of_its_own() {
    let document = document();
    let known: HashSet<&str> = document["tags"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|tag| tag["name"].as_str())
        .collect();
    let mut ids = HashSet::new();
    for (path, method, operation) in operations(&document) {
        let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
        assert!(!id.is_empty() && ids.insert(id), "{method} {path}: operationId");
        assert!(operation["summary"].is_string(), "{method} {path}: summary");
        let tag = operation["tags"][0].as_str().unwrap_or_default();
        assert!(known.contains(tag), "{method} {path}: tag {tag}");
        for (status, response) in operation["responses"].as_object().unwrap() {
            let description = response["description"].as_str().unwrap_or_default();
            assert!(!description.is_empty(), "{method} {path} {status}: description");
            assert!(response["headers"]["X-Request-Id"].is_object(), "{method} {path} {status}");
        }
    }
}

#[test]
fn every_field_has_a_type_and_a_description() {
    let document = document();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let Some(properties) = schema["properties"].as_object() else {
            continue;
        };
        for (field, about) in properties {
            let referred = about["$ref"].is_string() || about["oneOf"][0]["$ref"].is_string();
            assert!(referred || !about["type"].is_null(), "{name}.{field} has no type");
            let described = about["description"].is_string();
            assert!(referred || described, "{name}.{field} is not described");
        }
    }
}

/// A client that knows only the document must know where the CSRF header goes.
#[test]
fn operations_that_change_something_name_the_csrf_header() {
    for (path, method, operation) in operations(&document()) {
        let named = operation["security"].to_string().contains("\"csrf\"");
        let answers = operation["responses"]["403"].to_string().contains("csrf_missing");
        // No browser sends an operator's token by itself.
        let of_members = path.starts_with("/v1/") && !path.starts_with("/v1/admin/");
        let expected = method != "get" && of_members;
        assert_eq!((named, answers), (expected, expected), "{method} {path}");
    }
}

#[test]
fn the_table_of_errors_names_only_operations_that_exist() {
    let document = document();
    let ids: HashSet<String> = operations(&document)
        .iter()
        .filter_map(|(_, _, operation)| operation["operationId"].as_str().map(str::to_owned))
        .collect();
    for code in triport_app::ErrorCode::ALL {
        for id in answered_by(*code).1 {
            assert!(ids.contains(id), "{id}");
            assert!(errors_of(id).contains(code));
        }
    }
}
