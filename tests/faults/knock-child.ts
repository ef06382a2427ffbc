import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';

// Asks for a page on connections of their own, leaves a note when all have asked, and waits for the answers.
const [port, count, note] = process.argv.slice(2) as [string, string, string];
const lines = Array.from({ length: Number(count) }, () => connect(Number(port), '127.0.0.1'));
await Promise.all(
	lines.map(async (line) => {
		await once(line, 'connect');
		line.write('GET / HTTP/1.1\r\nhost: localhost\r\naccept: text/html\r\nconnection: close\r\n\r\n');
	})
);
writeFileSync(note, '');
await Promise.all(lines.map((line) => once(line.resume(), 'end')));
