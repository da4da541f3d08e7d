//! The pages of the App, over HTTP and in a browser.

mod browser;
mod operations;
mod playground;
mod rules;
mod world;
