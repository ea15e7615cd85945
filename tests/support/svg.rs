//! A screen as an SVG: what the README shows.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// The size of a cell, in pixels.
const CELL: (f32, f32) = (8.4, 18.0);
const FONT: &str = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace";
const GROUND: &str = "#1c1f24";
const TEXT: &str = "#d7dae0";
const DIM: &str = "#8a919e";
const ACCENT: &str = "#6cc7d9";

/// Draws the cells on a dark ground.
pub fn picture(cells: &Buffer) -> String {
    let (columns, rows) = (f32::from(cells.area.width), f32::from(cells.area.height));
    let (width, height) = (columns * CELL.0 + 24.0, rows * CELL.1 + 24.0);
    let mut svg = String::new();
    writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"{FONT}\" font-size=\"14\">"
    )
    .unwrap();
    writeln!(svg, "<title>sidenote: an article and its discussion side by side</title>").unwrap();
    writeln!(svg, "<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{GROUND}\"/>").unwrap();
    for y in 0..cells.area.height {
        line(&mut svg, cells, y);
    }
    svg.push_str("</svg>\n");
    svg
}

/// A text element a line, a span for each run of cells that look alike.
fn line(svg: &mut String, cells: &Buffer, y: u16) {
    let baseline = 12.0 + f32::from(y) * CELL.1 + 13.5;
    let mut x = 0;
    let mut spans = String::new();
    while x < cells.area.width {
        let first = &cells[(x, y)];
        let start = x;
        let mut text = String::new();
        while x < cells.area.width && alike(&cells[(x, y)], first) {
            let symbol = cells[(x, y)].symbol();
            text.push_str(symbol);
            x += u16::try_from(sidenote::text::width(symbol).max(1)).unwrap();
        }
        if text.trim().is_empty() {
            continue;
        }
        let at = 12.0 + f32::from(start) * CELL.0;
        let length = f32::from(x - start) * CELL.0;
        write!(
            spans,
            "<tspan x=\"{at:.1}\" textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\"{}>{}</tspan>",
            look(first),
            escape(&text)
        )
        .unwrap();
    }
    if !spans.is_empty() {
        writeln!(
            svg,
            "<text y=\"{baseline:.1}\" xml:space=\"preserve\" fill=\"{TEXT}\">{spans}</text>"
        )
        .unwrap();
    }
}

fn alike(a: &Cell, b: &Cell) -> bool {
    (a.fg, a.modifier) == (b.fg, b.modifier)
}

fn look(cell: &Cell) -> String {
    let mut look = String::new();
    let mut fill = (cell.fg == Color::Cyan).then_some(ACCENT);
    if cell.modifier.contains(Modifier::DIM) {
        fill = Some(DIM);
    }
    let words = [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::CROSSED_OUT, " text-decoration=\"line-through\""),
    ];
    if let Some(fill) = fill {
        write!(look, " fill=\"{fill}\"").unwrap();
    }
    for (modifier, attribute) in words {
        if cell.modifier.contains(modifier) {
            look.push_str(attribute);
        }
    }
    look
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
