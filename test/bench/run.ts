import { lineUtilisation } from './lineUtilisation.ts';
console.log(JSON.stringify(await lineUtilisation.run(false), null, 1));
