/** What the papers have beside the style of the month's report. */
export const PAPER_STYLE = `
footer.note { margin-top: 5mm; border-top: 0.6pt solid var(--rule); padding-top: 2mm; }
.sentence { font-size: 14pt; line-height: 1.45; margin: 4mm 0 0; }
.sentence.grave { border-left: 3pt solid var(--grave); padding-left: 3mm; }
.state-bad { color: var(--grave); font-weight: bold; }
td .state-bad { white-space: nowrap; }
.shut-in td:nth-child(-n+5) { min-width: 19mm; }
.blank { color: var(--soft); }
.code { white-space: nowrap; }
td.sign, .sign { min-width: 30mm; }
.lines { margin-bottom: 4mm; display: grid; grid-template-columns: 1fr 1fr; gap: 3mm 8mm; }
.lines div { border-bottom: 0.6pt solid var(--ink); padding: 8mm 0 1mm; color: var(--soft); font-size: 8pt; }
.mechanic dl { grid-template-columns: 1fr; }
@media screen and (max-width: 600px) {
  body.paper { padding: 14px; font-size: 15px; max-width: none; overflow-wrap: anywhere; }
  body.paper th { overflow-wrap: normal; }
  .paper h1 { font-size: 21px; }
  .paper h2 { font-size: 17px; }
  .paper .note, .paper small, .paper table { font-size: 13px; }
  .paper .tag { font-size: 12px; }
  .paper dl { grid-template-columns: 1fr; }
  .paper dl div { display: block; }
  .paper th, .paper td { padding: 4px 5px; }
}
.mechanic .figures { margin-bottom: 3mm; }
@media print {
  .mechanic { font-size: 8.8pt; line-height: 1.35; }
  .mechanic section { margin-top: 3mm; }
  .mechanic .list > li { margin-bottom: 1.6mm; }
  .mechanic footer.note { margin-top: 3mm; }
}
`;
