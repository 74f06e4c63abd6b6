/** The style of the page: system fonts, two themes, print. No address in it and nothing fetched. */

import type { Frame } from './page.ts';

/** Colours by name; every ink on every ground of its theme has a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3). */
export const themes = {
  light: {
    ground: '#f5f6f8',
    sheet: '#ffffff',
    ink: '#1a2027',
    quiet: '#55606c',
    line: '#d9dee4',
    control: '#7b8794',
    link: '#1f5591',
    pass: '#196a3a',
    fail: '#b3261e',
    unknown: '#8a4a00',
    waived: '#5a3e9e',
    'not-applicable': '#55606c',
    error: '#9c1a5b',
  },
  dark: {
    ground: '#12161b',
    sheet: '#1a2027',
    ink: '#e4e9ee',
    quiet: '#a5b0bc',
    line: '#323b45',
    control: '#7c8894',
    link: '#8cbcf2',
    pass: '#7fd1a0',
    fail: '#ff9a90',
    unknown: '#f0b85e',
    waived: '#c2b0f4',
    'not-applicable': '#a5b0bc',
    error: '#f49ac8',
  },
} as const;

function variables(theme: Readonly<Record<string, string>>): string {
  return Object.entries(theme)
    .map(([name, value]) => `--${name}: ${value};`)
    .join(' ');
}

const base = `
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 80rem; padding: 1.5rem clamp(1rem, 4vw, 3rem) 3rem; background: var(--ground); color: var(--ink);
  font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; }
h1 { font-size: 1.75rem; font-weight: 650; letter-spacing: -0.015em; margin: 0.1rem 0 1rem; }
.marking { max-width: none; text-align: center; font-weight: 650; letter-spacing: 0.04em; overflow-wrap: anywhere; margin: 0.5rem 0; }
h2 { font-size: 1.2rem; font-weight: 650; letter-spacing: -0.005em; margin: 0 0 0.5rem; }
h3, h4 { font-size: 0.9375rem; font-weight: 600; margin: 0; }
p { margin: 0.35rem 0; max-width: 85ch; }
a { color: var(--link); text-underline-offset: 0.15em; }
code { font: 0.875em/1.45 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
section { margin: 2.25rem 0; }
.quiet { color: var(--quiet); }
.value { overflow-wrap: anywhere; unicode-bidi: isolate; }
.plain { list-style: none; margin: 0; padding: 0; }
.plain li + li { margin-top: 0.2rem; }
.note, .loud { border-left: 3px solid var(--unknown); padding-left: 0.7rem; }
.loud { font-weight: 600; }
[hidden] { display: none !important; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--sheet); padding: 0.5rem 1rem; z-index: 3; }

.brand { font-weight: 650; margin: 0; }
.facts { display: flex; flex-wrap: wrap; gap: 0.5rem 2.25rem; margin: 0.75rem 0; }
.facts dt, .about dt { color: var(--quiet); font-size: 0.875em; }
.facts dd { margin: 0; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; padding: 0.6rem 0; margin: 1rem 0 0; border-block: 1px solid var(--line); }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
footer { border-top: 1px solid var(--line); padding-top: 0.75rem; font-size: 0.875rem; }
`;

const figures = `
.panels, .pair { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); align-items: start; }
.panels { margin: 1.5rem 0 1rem; align-items: stretch; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); }
.pair { gap: 2.25rem 2rem; margin: 2.25rem 0; }
.pair.tables { grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); margin: 0.75rem 0 0; }
.pair.lists { grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); }
.pair section { margin: 0; min-width: 0; }
.panel { background: var(--sheet); border: 1px solid var(--line); border-top: 4px solid var(--control); border-radius: 8px; padding: 0.9rem 1.1rem 1rem; min-width: 0; }
.panel h2 { font-size: 1rem; }
.panel rect { stroke: none; }
.panel svg { margin: 0.45rem 0 0.5rem; height: 0.5rem; }
.verdict { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; padding: 0.5rem 1.1rem; max-width: none; }
.worst { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
.worst li { padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
.worst svg { height: 0.4rem; margin: 0.3rem 0 0.2rem; }
.worst .quiet { display: block; font-size: 0.875rem; }
.inline li { display: inline-block; margin: 0 0.75rem 0.2rem 0; }
.panel.fail { border-top-color: var(--fail); }
.panel.unknown { border-top-color: var(--unknown); }
.panel .figure { font-size: 2.5rem; font-weight: 650; line-height: 1.1; letter-spacing: -0.02em; margin: 0; font-variant-numeric: tabular-nums; }
.panel.fail h2, .panel.fail .figure { color: var(--fail); }
.panel.unknown h2, .panel.unknown .figure { color: var(--unknown); }
.panel.fail .loud { border-left-color: var(--fail); }
.tags { list-style: none; display: flex; flex-wrap: wrap; gap: 0.35rem 1rem; padding: 0; margin: 0.35rem 0 0; }
#outcomes ~ svg, .worst { --gap: var(--ground); }
#outcomes ~ svg { height: 1.1rem; margin: 0.6rem 0 0.75rem; background: none; }
.cards { list-style: none; display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); margin: 0.75rem 0 0; padding: 0; }
.card { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; padding: 0.7rem 0.75rem 0.8rem; display: flex; flex-direction: column; }
.card .mark { font-size: 0.9rem; }
.card .number { font-size: 1.6rem; font-weight: 600; line-height: 1.2; }
.number, .zero, .figures td { font-variant-numeric: tabular-nums; }
.zero { color: var(--quiet); }
.mark { white-space: nowrap; font-weight: 600; }
.shape { display: inline-block; min-width: 0.9em; text-align: center; }
.mark.pass, .status-read { color: var(--pass); }
.mark.fail, .status-unreadable { color: var(--fail); }
.mark.unknown, .status-partial { color: var(--unknown); }
.mark.waived { color: var(--waived); }
.mark.not-applicable, .status-ignored { color: var(--not-applicable); }
.mark.error { color: var(--error); }
.severity { white-space: nowrap; color: var(--ink); }
.severity.critical, .severity.high { font-weight: 650; }
.severity.critical { text-transform: uppercase; letter-spacing: 0.03em; font-size: 0.9em; }
.severity.info { color: var(--quiet); }
svg { display: block; width: 100%; height: 0.8rem; border-radius: 3px; background: var(--line); }
rect { stroke: var(--gap, var(--sheet)); stroke-width: 2; vector-effect: non-scaling-stroke; }
rect.known { fill: var(--control); } rect.pass { fill: var(--pass); } rect.fail { fill: var(--fail); } rect.unknown { fill: var(--unknown); }
rect.waived { fill: var(--waived); } rect.not-applicable { fill: var(--line); } rect.error { fill: var(--error); }
`;

const trend = `
.trend { margin: 0.6rem 0; padding: 1rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; }
.trend svg { height: auto; max-height: 22rem; background: none; border-radius: 0; overflow: visible; }
.trend rect { stroke: none; }
.trend line { vector-effect: non-scaling-stroke; stroke: var(--line); stroke-width: 1; }
.trend line.break { stroke: var(--quiet); stroke-dasharray: 4 4; }
.trend polyline { fill: none; stroke-width: 2.5; vector-effect: non-scaling-stroke; }
.trend .score { stroke: var(--pass); } .trend .coverage { stroke: var(--link); stroke-dasharray: 6 4; }
.runs tbody th { min-width: 0; }
main > .loud { margin-top: 1rem; }
.trend circle { fill: currentColor; }
.trend figcaption { font-size: 0.875rem; margin-top: 0.6rem; }
.key { font-weight: 600; padding-bottom: 0.1rem; border-bottom: 3px solid; }
.key.score { border-color: var(--pass); } .key.coverage { border-color: var(--link); border-bottom-style: dashed; } .key.fails { border-color: var(--fail); }
`;

const tables = `
.scroll { overflow-x: auto; background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; margin: 0.6rem 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 0.75rem; }
thead th { font-size: 0.875em; font-weight: 600; color: var(--quiet); white-space: nowrap; border-bottom: 1px solid var(--line); vertical-align: bottom; }
thead .mark { font-weight: 600; }
tbody + tbody, tbody tr + tr:not(.more) { border-top: 1px solid var(--line); }
tbody th { font-weight: 600; min-width: 12rem; overflow-wrap: anywhere; }
.figures tbody th, .bars tbody th, .gates tbody th { min-width: 0; font-weight: 500; }
.figures td { font-weight: 600; }
.rules td.number, .rules td.zero, .bars td.number, .bars td.zero { text-align: right; }
.rules thead th:nth-child(n+3), .bars thead th:nth-child(n+3) { text-align: right; }
.pair .bars tbody th { white-space: nowrap; }
.pair .scroll { margin: 0.3rem 0 0; }
.bars .bar { width: 38%; min-width: 9rem; vertical-align: middle; }
.more td { padding-top: 0; }
.gates code { overflow-wrap: break-word; }
td .plain code { overflow-wrap: break-word; }
.unknowns td:nth-child(2) { min-width: 16rem; }
.unknowns td:nth-child(3) { min-width: 14rem; }
.inputs th { font-weight: 500; }
.inputs tbody th { min-width: 16rem; }
.inputs td:last-child { min-width: 18rem; }
.waivers td:nth-child(4) { min-width: 18rem; }
.waivers .about { margin: 0; }
.sort { border: 0; border-radius: 3px; padding: 0; background: none; min-height: 1.5rem; font-weight: 600; color: var(--quiet); }
.sort::after { content: " \\2195"; color: var(--control); }
[aria-sort="ascending"] .sort::after { content: " \\2191"; color: inherit; }
[aria-sort="descending"] .sort::after { content: " \\2193"; color: inherit; }
tbody:target { box-shadow: inset 3px 0 0 var(--link); }

summary { cursor: pointer; }
summary:hover { color: var(--link); }
.about { display: grid; grid-template-columns: minmax(6rem, max-content) minmax(0, 1fr); gap: 0.3rem 1.25rem; margin: 0.6rem 0 0.4rem; }
.about dd { margin: 0; max-width: 85ch; }
.about .where { margin: 0; }
.subject { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; margin: 0.6rem 0; }
.subject > summary { padding: 0.7rem 1rem; }
.subject h3 { display: inline; }
.tally { display: block; margin: 0.2rem 0 0 1.1rem; font-size: 0.875rem; }
.chip { margin-right: 1rem; white-space: nowrap; }
.chip .mark { font-weight: 500; }
.inside { border-top: 1px solid var(--line); padding: 0.4rem 1rem 1rem; }
.finding { border-left: 3px solid var(--line); padding: 0.1rem 0 0.1rem 0.9rem; margin: 1.1rem 0 0; }
.finding.fail { border-color: var(--fail); } .finding.unknown { border-color: var(--unknown); }
.finding.error { border-color: var(--error); } .finding.waived { border-color: var(--waived); }
.subject, .finding { content-visibility: auto; contain-intrinsic-size: auto 9rem; }
.subject:not([open]) { contain-intrinsic-size: auto 4.5rem; }
.finding p { margin: 0.15rem 0; }
.evidence code { font-size: 0.8125rem; }
.place { color: var(--quiet); }
.layer { color: var(--quiet); white-space: nowrap; font-size: 0.8125rem; }
`;

const filters = `
.filters { position: sticky; top: 0; z-index: 2; background: var(--ground); border-block: 1px solid var(--line); padding: 0.6rem 0; margin: 2rem 0 -1rem; }
.groups { display: flex; flex-wrap: wrap; gap: 0.5rem 1.25rem; align-items: center; }
.group { display: flex; flex-wrap: wrap; gap: 0.3rem; align-items: center; }
.group .title, .search span { color: var(--quiet); font-size: 0.8125rem; margin-right: 0.15rem; }
button, input { font: inherit; font-size: 0.875rem; color: inherit; background: var(--sheet); border: 1px solid var(--control); border-radius: 999px; padding: 0.15rem 0.7rem; min-height: 1.75rem; }
input { border-radius: 6px; width: 14rem; max-width: 100%; }
::placeholder { color: var(--quiet); opacity: 1; }
button { cursor: pointer; }
button:hover { border-color: var(--link); }
button[aria-pressed="true"], button[aria-pressed="true"] .mark { background: var(--ink); border-color: var(--ink); color: var(--sheet); }
button .mark { font-weight: 500; }
.state { display: flex; flex-wrap: wrap; gap: 0.4rem 1rem; align-items: center; margin-top: 0.4rem; font-size: 0.875rem; min-height: 1.9rem; }
.state p { margin: 0; }
.chips { display: flex; flex-wrap: wrap; gap: 0.3rem; }
.chips:empty { display: none; }
@media screen { .out { display: none; } }
@media (max-width: 60rem), (max-height: 40rem) { .filters { position: static; } }
@media (min-width: 60.01rem) and (min-height: 40.01rem) { html:has(.filters:not([hidden])) { scroll-padding-top: 9.5rem; } }
@media (max-width: 40rem) {
  th, td { padding: 0.45rem 0.5rem; }
  .rules tbody th { min-width: 9.5rem; }
  .more details { position: sticky; left: 0.5rem; max-width: calc(100vw - 4rem); }
  .panels { grid-template-columns: 1fr 1fr; gap: 0.6rem; }
  .panel { padding: 0.6rem 0.75rem 0.7rem; }
  .panel .figure { font-size: 1.75rem; }
  .panel p:not(.figure), .panel ul { font-size: 0.875rem; }
}
@media (max-width: 40rem) { .about { grid-template-columns: 1fr; gap: 0.1rem; } .about dd { margin-bottom: 0.4rem; } }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
`;

/** Paper shows everything: nothing is closed, and what a filter hides on the screen is there. */
const print = `
@media print {
  :root { ${variables(themes.light)} --ground: #ffffff; color-scheme: light; }
  @page { margin: 15mm; }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  nav, .skip, .filters { display: none; }
  .scroll { overflow: visible; }
  .pair, .pair.tables { grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); margin: 0.75rem 0 0; }
.pair.lists { grid-template-columns: 1fr; gap: 1.25rem; }
  .panels { grid-template-columns: repeat(4, 1fr); gap: 0.5rem; }
  .panel { padding: 0.5rem 0.7rem; }
  .pair.tables { grid-template-columns: 1fr 1fr; gap: 0.75rem; }
  table { font-size: 8.5pt; }
  th, td { padding: 0.25rem 0.4rem; }
  tbody th, .inputs tbody th, .inputs td:last-child { min-width: 7rem; }
  .subject, .finding { content-visibility: visible; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .finding, tr, .panel, .card { break-inside: avoid; }
  h2, h3, h4, summary { break-after: avoid; }
  thead { display: table-header-group; break-inside: avoid; }
  /* Chromium repeats no table head that holds a button. */
  .sort { display: contents; }
  .sort::after { content: none; }
  a[href^="https:"]::after { content: " (" attr(href) ")"; overflow-wrap: anywhere; }
  svg, rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;

export const style = `:root { color-scheme: light dark; ${variables(themes.light)} }
@media (prefers-color-scheme: dark) { :root { ${variables(themes.dark)} } }
${base}${figures}${trend}${tables}${filters}${print}`;

/** What stands in the margins of every printed sheet: the marking, what the sheet is of, its number. */
export function sheetStyle({ handling, asOf, tool }: Frame): string {
  const box = (place: string, content: string) =>
    `@${place} { content: ${content}; font: 8pt sans-serif; color: #333; }`;
  const marked =
    handling?.marking === undefined
      ? ''
      : ['top-center', 'bottom-center']
          .map(
            (place) =>
              `@${place} { content: ${styleText(handling.marking ?? '')}; font: bold 9pt sans-serif; }`,
          )
          .join(' ');
  const sheet = `Passmuster ${tool.version}, as of ${asOf}`;
  return `@media print { @page { ${marked} ${box('bottom-left', styleText(sheet))} ${box('bottom-right', '"page " counter(page) " of " counter(pages)')} } }`;
}

/** Each character is written as its number, so that no text becomes style. */
const styleText = (text: string): string =>
  `"${Array.from(text, (character) => `\\${(character.codePointAt(0) ?? 0).toString(16)} `).join('')}"`;
