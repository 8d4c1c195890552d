/** For A4 and for a screen. No font, picture or script comes from elsewhere. */
export const STYLE = `
@page { size: A4; margin: 12mm 13mm 12mm; }
:root { --ink: #1c2430; --soft: #5d6877; --rule: #d5dae1; --bar: #2f5d8c; --worth: #b3541e; --grave: #b01e2e; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 184mm; color: var(--ink); background: #fff;
  font: 9.5pt/1.45 system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
@media screen { body { padding: 10mm 0; } }
h1 { font-size: 19pt; line-height: 1.2; margin: 0 0 3mm; }
h2 { font-size: 11.5pt; margin: 0 0 1.5mm; break-after: avoid; }
p { margin: 0 0 2mm; }
section { margin: 5mm 0 0; }
header { border-bottom: 1.2pt solid var(--ink); padding-bottom: 3mm; }
.kind { color: var(--soft); text-transform: uppercase; letter-spacing: .08em; font-size: 8.5pt; margin: 0; }
dl { margin: 0; display: grid; grid-template-columns: 1fr 1fr; gap: 0.6mm 8mm; }
dl div { display: flex; gap: 3mm; }
dl div:last-child { grid-column: 1 / -1; }
dt { color: var(--soft); flex: 0 0 23mm; }
dd { margin: 0; }
.faint { color: var(--soft); }
.note, small { color: var(--soft); font-size: 8pt; }
small { display: block; }
.figures small b { font-weight: 600; }
.figures td:first-child { font-weight: 600; min-width: 32mm; }
.figures td.number { white-space: normal; min-width: 20mm; }
.figures td:last-child { width: 50%; }
.list { list-style: none; padding: 0; counter-reset: place; }
.list > li { border-left: 2.4pt solid var(--rule); padding: 0 0 0 3mm; margin: 0 0 2.6mm; counter-increment: place; }
.list > li.safety { border-color: var(--grave); }
.list > li.service { border-color: var(--worth); }
.list > li p { margin: 0; }
.list .what::before { content: counter(place) ". "; }
.list .what { font-weight: 600; }
.tag { display: inline-block; font-size: 8pt; border-radius: 1mm; padding: 0 1.4mm; border: 0.6pt solid var(--rule); color: var(--soft); font-weight: 400; }
.safety .tag.urgency { background: var(--grave); border-color: var(--grave); color: #fff; }
.service .tag.urgency { background: var(--worth); border-color: var(--worth); color: #fff; }
.alert { border: 1pt solid var(--grave); border-radius: 1.2mm; padding: 2mm 3mm; margin-top: 3mm; color: var(--grave); }
.alert h2 { margin: 0 0 1mm; }
.alert p { margin: 0; }
.tiles { display: grid; grid-template-columns: repeat(5, 1fr); gap: 2mm; }
.tile { border: 0.6pt solid var(--rule); border-radius: 1.2mm; padding: 1.6mm 2mm; break-inside: avoid; }
.tile b { display: block; font-size: 12pt; line-height: 1.3; white-space: nowrap; }
.tile span { color: var(--soft); font-size: 8pt; line-height: 1.25; display: block; }
.tile.worth b, .worth { color: var(--worth); }
.tile.grave b, b.grave { color: var(--grave); }
ol { margin: 0; padding-left: 6mm; }
li { margin-bottom: 0.8mm; break-inside: avoid; }
li.grave::marker { color: var(--grave); font-weight: bold; }
table { border-collapse: collapse; width: 100%; font-size: 8.5pt; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th { word-break: keep-all; text-align: left; font-weight: 600; color: var(--soft); font-size: 8pt; vertical-align: bottom; }
tbody tr:first-child:not(:last-child), tbody tr:nth-last-child(2) { break-after: avoid; }
th, td { padding: 0.7mm 1.6mm; border-bottom: 0.5pt solid var(--rule); }
thead tr:last-child th { border-bottom: 0.8pt solid var(--ink); }
.groups th { border-bottom: none; text-align: center; color: var(--ink); padding-bottom: 0; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
th.number { white-space: normal; }
td { vertical-align: top; font-variant-numeric: tabular-nums; }
svg { display: block; }
svg.days { width: 100%; height: auto; break-inside: avoid; }
svg text { font: 9px system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif; fill: var(--soft); }
svg .title { fill: var(--ink); font-size: 10px; }
svg .scale { text-anchor: end; }
svg .day, svg .count { text-anchor: middle; }
.count, svg .count { fill: var(--worth); color: var(--worth); font-weight: bold; }
.trapped { fill: var(--grave); color: var(--grave); }
.base { stroke: var(--soft); stroke-width: .6; }
.top { stroke: var(--rule); stroke-width: .6; }
.bar { fill: var(--bar); }
.down { fill: var(--worth); background: var(--worth); }
.inspection { fill: #7fae9b; background: #7fae9b; }
.unseen { fill: #b9bfc8; background: #b9bfc8; }
.missing { fill: #eef0f3; background: #eef0f3; }
.legend { color: var(--soft); font-size: 8pt; margin-top: 1mm; }
.key { display: inline-block; width: 3mm; height: 2.4mm; margin: 0 1mm 0 3mm; }
.legend b { margin: 0 1mm 0 3mm; }
.key:first-child { margin-left: 0; }
.spark .line { fill: none; stroke: var(--bar); stroke-width: 1.3; }
.spark .before { stroke: var(--soft); stroke-width: .8; stroke-dasharray: 2 2; }
.spark .end { fill: var(--bar); }
.narrow { max-width: 120mm; }
.pair { display: grid; grid-template-columns: 3fr 2fr; gap: 0 8mm; break-inside: avoid; }
.whole { break-inside: avoid; }
.note { break-after: avoid; }
.notes { font-size: 8pt; color: var(--soft); border-top: 0.8pt solid var(--rule); padding-top: 3mm; }
.notes h2 { color: var(--ink); font-size: 10pt; }
.notes table { font-size: 8pt; margin-bottom: 2mm; }
.empty { font-size: 11pt; }
`;
