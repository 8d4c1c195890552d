import { openJournalReader } from '../../gateway/journal/read/reader.ts';

// Reads a journal as another user, as courier does in the field: `readAs.ts <file> <uid> <gid>`; prints what it saw.
const [file = '', uid = '0', gid = '0'] = process.argv.slice(2);
process.setgroups?.([Number(gid)]);
process.setgid?.(Number(gid));
process.setuid?.(Number(uid));
const opened = openJournalReader(file);
console.log(JSON.stringify(opened.ok ? opened.value.heads() : opened.error));
