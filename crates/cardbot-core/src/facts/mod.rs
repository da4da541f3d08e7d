//! Facts about the card format, from the tables in `data/`.

mod base_models;
mod body;
mod countries;
mod default_inputs;
mod devices;
mod emissions;
mod eval;
mod gated_fields;
mod ids;
mod keys;
mod languages;
mod license_spelling;
pub(crate) mod license_text;
mod licenses;
mod parameters;
mod places;
mod rows;
mod sections;
pub(crate) mod tables;
mod tasks;
mod thumbnails;
mod widgets;

pub use base_models::{
    is_local_owner, is_model_placeholder, is_relation, license_of_weights, relation_meant,
    relations,
};
pub use body::{
    RemovedName, RemovedWhat, Slot, empty_field, is_template_variable, removed_names, slots,
};
pub use countries::{Country, country};
pub use default_inputs::default_input_language;
pub use devices::{Device, device, devices, instance, is_device_noise, tpu_cores};
pub use emissions::{
    emission_field_meant, emission_fields, grams_in, is_about_word, is_amount_name,
    is_emission_placeholder, is_emission_tool_field, is_gas_word,
};
pub use eval::{
    FileMap, eval_field_meant, eval_file_fields, is_eval_template_name, is_metric_type,
    is_no_value, is_tool_task_type, metric_type_alike, metric_type_meant, metric_types,
};
pub use gated_fields::{gated_field_meant, gated_field_types, is_gated_field_type};
pub use ids::{
    dataset_by_title, is_dataset_name, is_id_placeholder, is_metric, key_of_tag, metric_by_spelling,
};
pub use keys::{Key, Spelt, Type, is_task_key, key, key_by_spelling, key_nearby, keys};
pub use languages::{
    Alike, Language, Named, alike, common_language_names, is_language_placeholder,
    is_language_variant, is_no_language, is_programming_beside_others, is_programming_language,
    is_region_pair, language, language_by_name, language_id, language_ids, language_name,
    short_language,
};
pub use license_text::{is_business_source, license_of_text};
pub use licenses::{
    License, is_license_elsewhere, is_license_placeholder, license, license_by_guess,
    license_by_spelling, licenses,
};
pub use parameters::{
    Parameter, ValueKind, is_common_parameter, is_generation_setting, is_generative,
    is_known_parameter, neutral_values, parameter, parameter_limits, parameter_names,
    parameter_renamed, task_parameter, task_parameters, tasks_with,
};
pub use places::{
    Grid, Region, grid, grids_named, place_names, provider, regions, world_g_per_kwh,
};
pub use sections::{
    Topic, is_other_section, is_section_boilerplate, is_section_placeholder, is_training_device,
    names_training_type, section_topics, tracking_hosts,
};
pub use tasks::{
    FormerTask, Library, Meant, Task, former_task, is_other_library, is_task_placeholder,
    libraries, library, library_meant, task, task_meant, tasks,
};
pub use thumbnails::{is_hub_folder, is_no_image, is_thumbnail_placeholder};
pub use widgets::{
    InputKind, WidgetInputs, chat_role_meant, chat_roles, is_media_name, is_other_chat_role, masks,
    output_key_meant, output_keys, widget_inputs, widget_key, widget_key_meant, widget_key_renamed,
    widget_keys,
};

/// Looks a key up in a table sorted by it.
fn find<'t, T>(table: &'t [T], key: &str, key_of: impl Fn(&T) -> &str) -> Option<&'t T> {
    table.binary_search_by(|row| key_of(row).cmp(key)).ok().and_then(|at| table.get(at))
}

/// Lower case, without `-`, `_` and blanks.
fn squeezed(name: &str) -> String {
    squeezed_chars(name).collect()
}

/// The same, character by character.
fn squeezed_chars(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase)
}
