//! Names of people who sign up.

use super::chance::Chance;

const FIRST: &[&str] = &[
    "Aisha", "Alba", "Amir", "Anders", "Anouk", "Arjun", "Aurora", "Bea", "Bruno", "Camille",
    "Chen", "Chiara", "Dario", "Elif", "Elsa", "Emeka", "Emil", "Farah", "Felix", "Freya", "Goran",
    "Hana", "Hugo", "Ida", "Imani", "Ingrid", "Isak", "Jakub", "Joana", "Jun", "Kaya", "Kofi",
    "Lars", "Lea", "Linh", "Luca", "Lucia", "Maja", "Malik", "Mateo", "Mei", "Mila", "Nadia",
    "Nils", "Noor", "Olga", "Omar", "Oskar", "Paula", "Priya", "Rafael", "Rosa", "Ruben", "Sana",
    "Selin", "Sofia", "Soren", "Tariq", "Thea", "Vera", "Viktor", "Yara", "Yusuf", "Zoe",
];
const LAST: &[&str] = &[
    "Abe",
    "Achterberg",
    "Adeyemi",
    "Bakker",
    "Bergstrom",
    "Bianchi",
    "Castro",
    "Conti",
    "Costa",
    "Dahl",
    "Demir",
    "Dubois",
    "Eriksen",
    "Farkas",
    "Fischer",
    "Garcia",
    "Greco",
    "Haas",
    "Hansen",
    "Horvat",
    "Ibrahim",
    "Ito",
    "Jansen",
    "Kaplan",
    "Keller",
    "Khan",
    "Kowalski",
    "Kumar",
    "Laine",
    "Larsen",
    "Lopez",
    "Lund",
    "Marino",
    "Meyer",
    "Mensah",
    "Moreno",
    "Nguyen",
    "Nowak",
    "Okafor",
    "Olsen",
    "Park",
    "Pereira",
    "Petrov",
    "Popescu",
    "Quinn",
    "Rahman",
    "Ricci",
    "Rossi",
    "Sato",
    "Schmid",
    "Silva",
    "Singh",
    "Svensson",
    "Tanaka",
    "Toth",
    "Vidal",
    "Virtanen",
    "Vogel",
    "Wagner",
    "Wang",
    "Yilmaz",
    "Zhang",
];
const HOSTS: &[&str] = &["mail.example", "post.example", "inbox.example", "letters.example"];

/// Somebody new: a name, an address that only this person has, and the product's id.
pub(super) struct Newcomer {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) external_id: String,
}

impl Newcomer {
    /// The person of that number.
    pub(super) fn new(chance: &mut Chance, number: u32) -> Self {
        let (first, last) = (chance.one_of(FIRST), chance.one_of(LAST));
        let host = chance.one_of(HOSTS);
        let email = format!("{first}.{last}{number}@{host}").to_ascii_lowercase();
        Self {
            name: format!("{first} {last}"),
            email,
            external_id: format!("cus_{:05}", 10_000 + number * 7),
        }
    }
}
