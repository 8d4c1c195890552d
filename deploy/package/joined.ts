import { join, resolve } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';
import { builtFiles, isLeftOut, isOfOpcua } from './shipped.ts';

// Every module that a program loads costs memory beside its code: five hundred of them are three megabytes of guard, and part of its start.
// So the built files are shipped joined: what the same programs load is one file. npm's modules stay as they are, but for those below.

/**
 * Joined with ours. Of zod most is never asked for, its messages in fifty languages first of all: three megabytes of each program. Who
 * checks the page's requests with it has to be handed the same one.
 */
const JOINED_MODULES = ['zod', 'fastify-type-provider-zod'];

/** What is loaded by its path: the command, and its verbs. */
const KEPT = /^gateway\/cli(\/\w+)?\.js$/;
/** A thread is started by the file beside the one that starts it, so that all lie in one folder. */
const THREAD = /^gateway\/.*\/(worker|\w+Thread)\.js$/;
const ROOM = 'gateway';
const FOLDER = 'cli';

/** A joined file: its path below the folder, which package it goes into, and the folders of npm's modules within it. */
export type JoinedFile = {
  readonly file: string;
  readonly part: 'gateway' | 'opcua';
  readonly modules: readonly string[];
};

/**
 * Joins the built files of both packages into the folder `to`. A joined file lies as deep below it as those that it is made of, because
 * some of them look for the root of the package from where they stand.
 */
export async function joinedFiles(dist: string, to: string, root: string): Promise<readonly JoinedFile[]> {
  const files = (['gateway', 'opcua'] as const)
    .flatMap((part) => builtFiles(dist, part, root))
    .filter((file) => file.endsWith('.js') && (KEPT.test(file) || THREAD.test(file)));
  const made = await build({
    ...{ root: dist, configFile: false, envDir: false, publicDir: false, logLevel: 'warn' },
    plugins: [leftOut(dist)],
    ssr: { external: true, noExternal: JOINED_MODULES },
    build: {
      ...{ ssr: true, target: 'esnext', minify: false, outDir: join(to, ROOM), emptyOutDir: true },
      rolldownOptions: {
        input: Object.fromEntries(files.map((file) => [entryName(file), join(dist, file)])),
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: `${FOLDER}/[name].js`,
        },
      },
    },
  });
  if (!('output' in made)) throw new Error('vite watches instead of building');
  return partsOf(
    made.output.filter((one) => one.type === 'chunk'),
    dist,
  );
}

/** A verb that is not shipped is null. Nothing else of what is left out may be asked for. */
const leftOut = (dist: string): Plugin => ({
  name: 'left out',
  enforce: 'pre',
  resolveId(id, from) {
    if (from === undefined || !id.startsWith('.')) return null;
    const file = below(dist, resolve(from, '..', id));
    if (!isLeftOut(file)) return null;
    if (!KEPT.test(file)) throw new Error(`${below(dist, from)} needs ${file}, which is not shipped`);
    return `\0${file}`;
  },
  load: (id) => (id.startsWith('\0gateway/cli/') ? 'export const verb = null;' : null),
});

const below = (dist: string, id: string): string => (id.startsWith(dist) ? id.slice(dist.length + 1) : id);

const entryName = (file: string): string => {
  const name = file.slice(`${ROOM}/`.length, -'.js'.length);
  return THREAD.test(file) ? `${FOLDER}/${name.split('/').at(-1)}` : name;
};

/** What is reached without the OPC UA server is the gateway's. */
function partsOf(chunks: readonly Rolldown.OutputChunk[], dist: string): readonly JoinedFile[] {
  const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const ofGateway = new Set<string>();
  const reach = (file: string): void => {
    const chunk = byFile.get(file);
    if (chunk === undefined || ofGateway.has(file) || isOfOpcua(below(dist, chunk.facadeModuleId ?? '')))
      return;
    ofGateway.add(file);
    for (const next of [...chunk.imports, ...chunk.dynamicImports]) reach(next);
  };
  for (const { fileName, isEntry } of chunks) if (isEntry) reach(fileName);
  return chunks.map(({ fileName, moduleIds }) => ({
    file: `${ROOM}/${fileName}`,
    part: ofGateway.has(fileName) ? 'gateway' : 'opcua',
    modules: [...new Set(moduleIds.flatMap(moduleFolder))],
  }));
}

/** The folder of the npm module that a source is of, if it is of one. */
function moduleFolder(source: string): string[] {
  const folder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(source)?.[0];
  return folder === undefined ? [] : [folder];
}
