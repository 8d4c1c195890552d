import { html, type Markup } from '../page/markup.ts';
import type { Writing } from '../page/reportPage.ts';
import { LANGUAGE_TAGS } from '../page/reportVoice.ts';
import { STYLE } from '../page/style.ts';
import { buildingPaper } from './buildingPaper.ts';
import type { LiftPaper, Reader } from './liftPaper.ts';
import { mechanicPaper } from './mechanicPaper.ts';
import { PAPER_STYLE } from './paperStyle.ts';
import { type PaperVoice, paperVoice } from './paperVoice.ts';
import { regulatorPaper } from './regulatorPaper.ts';

const PAPERS: Readonly<
  Record<Reader, (paper: LiftPaper, voice: PaperVoice) => { readonly title: string; readonly body: Markup }>
> = { mechanic: mechanicPaper, building: buildingPaper, regulator: regulatorPaper };

/** The paper for one reader as one HTML file that needs nothing else: A4, and a phone's width for the mechanic. */
export function paperPage(reader: Reader, paper: LiftPaper, writing: Writing): string {
  const voice = paperVoice(paper, writing);
  const { say, times } = voice;
  const { title, body } = PAPERS[reader](paper, voice);
  const page = html`<!doctype html>
<html lang="${LANGUAGE_TAGS[writing.language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ markup: STYLE }}${{ markup: PAPER_STYLE }}</style>
</head>
<body class="paper ${reader}">
${body}
<footer class="note">${say('note.zone', { zone: times.timeZone })} ${say('note.clock')}
${say('foot.made-by', { gateway: paper.gateway })}${writing.made === null ? null : html` ${say('foot.made', { time: times.moment(writing.made) })}`}</footer>
</body>
</html>
`;
  return page.markup;
}
