// Somebody who looks at the page all day: claims a fresh box over its own HTTPS, then follows what is live and looks at the views once
// a minute: `watch.mjs <code>`.
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
const page = 'https://127.0.0.1:8443';
const claimed = await fetch(`${page}/api/claim`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', origin: page },
  body: JSON.stringify({
    code: process.argv[2],
    name: 'Wang Fang',
    password: 'a long enough one',
    language: 'zh',
  }),
});
if (!claimed.ok) throw new Error(`${claimed.status} ${await claimed.text()}`);
const headers = { cookie: claimed.headers.getSetCookie()[0].split(';')[0] };

async function follow() {
  const stream = await fetch(`${page}/api/live/stream`, { headers });
  if (!stream.ok) throw new Error(`${stream.status} ${await stream.text()}`);
  let bytes = 0;
  for await (const piece of stream.body) bytes += piece.length;
  throw new Error(`the stream ended after ${bytes} bytes`);
}

async function look() {
  for (;;) {
    for (const path of ['/', '/api/live', '/api/log'])
      await (await fetch(page + path, { headers })).arrayBuffer();
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  }
}
console.log('looking');
await Promise.all([follow(), look()]);
