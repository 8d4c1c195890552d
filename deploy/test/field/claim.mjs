// Claims a fresh box over its own HTTPS, as a phone does: `claim.mjs <code>`.
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
const answer = await fetch('https://127.0.0.1:8443/api/claim', {
  method: 'POST',
  headers: { 'content-type': 'application/json', origin: 'https://127.0.0.1:8443' },
  body: JSON.stringify({
    code: process.argv[2],
    name: 'Wang Fang',
    password: 'a long enough one',
    language: 'zh',
  }),
});
console.log(answer.status, await answer.text());
process.exit(answer.ok ? 0 : 1);
