//! The schema of what `cardbot carbon` prints.

use serde_json::{Value, json};

/// The part of the output's schema that is about `carbon`.
pub(super) fn output() -> Value {
    let number = |about: &str| json!({"type": "number", "minimum": 0, "description": about});
    let lines =
        |about: &str| json!({"allOf": [{"$ref": "#/definitions/texts"}], "description": about});
    json!({
        "description": "The output of `carbon`: an estimate, and all that went into it.",
        "type": "object",
        "required": [
            "schema", "emissions", "energy_kwh", "hardware", "hours", "place", "pue", "g_per_kwh",
            "steps", "assumptions", "sources", "block",
        ],
        "properties": {
            "schema": {"$ref": "#/definitions/schema"},
            "emissions": number("In grams of CO2 equivalent."),
            "energy_kwh": number("Energy of the devices."),
            "hardware": {
                "type": "object",
                "required": ["name", "watts", "count"],
                "properties": {
                    "name": {"type": "string"},
                    "watts": number("Power of one device."),
                    "count": number("How many devices."),
                },
            },
            "hours": number("For how long each device ran."),
            "place": {
                "type": ["object", "null"],
                "required": ["name", "g_per_kwh", "pue"],
                "properties": {
                    "name": {"type": "string"},
                    "g_per_kwh": number("Intensity of the place."),
                    "pue": {"type": ["number", "null"], "minimum": 1},
                },
            },
            "pue": number("Energy of the whole site by that of its machines."),
            "g_per_kwh": number("The intensity that was used."),
            "steps": lines("The calculation."),
            "assumptions": lines("What was assumed."),
            "sources": lines("Where the figures are from."),
            "block": {"type": "string", "description": "YAML for the card."},
        },
    })
}
