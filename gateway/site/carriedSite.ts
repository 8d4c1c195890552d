import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { err, ok, type Problem, type Result } from '../core/result.ts';
import { siteProblem } from '../text/siteProblem.ts';
import type { Installation } from './installation.ts';
import { gatewaySchema, journalSchema, uplinksSchema } from './schema/carriedSchema.ts';
import { notificationsSchema } from './schema/notificationSchema.ts';
import { pageSchema } from './schema/pageSchema.ts';
import { lastGoodPath, readSiteSource } from './siteSource.ts';
import { readSiteText } from './siteText.ts';

/** Whether a site file has an `opcua` section; false where it cannot be read. */
export function asksForOpcua(path: string): boolean {
  const source = readSiteSource(path);
  if (!source.ok) return false;
  const { data } = readSiteText(path, source.value.text).text ?? {};
  return typeof data === 'object' && data !== null && 'opcua' in data;
}

/** Where a site wants its page; null where it does not say, or cannot be read. */
export function pageOfSite(path: string): z.infer<typeof pageSchema> | null {
  const source = readSiteSource(path);
  if (!source.ok) return null;
  const { data } = readSiteText(path, source.value.text).text ?? {};
  const read = z.object({ page: pageSchema }).safeParse(data);
  return read.success ? read.data.page : null;
}

/** What courier goes by. */
export type CarriedSite = Pick<Installation, 'gateway' | 'journal' | 'uplinks' | 'notifications' | 'folder'>;

const carriedSchema = z.object({
  gateway: gatewaySchema,
  journal: journalSchema,
  uplinks: uplinksSchema,
  notifications: notificationsSchema,
});

/**
 * What of a site courier goes by. The rest of the file is guard's to judge and not even read: courier needs neither
 * profiles nor rules. `path`: of a copy that guard has checked.
 */
export function readCarriedSite(path: string): Result<CarriedSite, readonly Problem[]> {
  const source = readSiteSource(path);
  if (!source.ok) return err([source.error]);
  const { text, problems } = readSiteText(path, source.value.text);
  if (text === undefined) return err(problems);
  const parsed = carriedSchema.safeParse(text.data);
  if (parsed.success) return ok({ ...parsed.data, folder: dirname(resolve(path)) });
  const message = z.prettifyError(parsed.error);
  return err([{ ...siteProblem('site.unreadable', { message }), where: path }]);
}

/**
 * Where guard of this site keeps its journal and its state: as the copy says that guard has taken up, else the file, else where it
 * would be if nothing were said. It cannot change while guard runs.
 */
export function stateFolderOf(path: string): string {
  const last = readCarriedSite(lastGoodPath(path));
  const site = last.ok ? last : readCarriedSite(path);
  const { folder } = site.ok ? site.value.journal : journalSchema.parse({});
  return resolve(dirname(resolve(path)), folder);
}
