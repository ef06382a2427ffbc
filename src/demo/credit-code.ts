const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** An invented unified social credit code of an enterprise in a district; the serial makes it the only one of its kind. */
export function creditCode(district: string, serial: number): string {
	const body = `MA${scrambled(serial)}`;
	const code = `91${district}${body}${organisationCheck(body)}`;
	let sum = 0;
	let weight = 1;
	for (const letter of code) {
		sum += letters.indexOf(letter) * weight;
		weight = (weight * 3) % 31;
	}
	return code + letters[(31 - (sum % 31)) % 31];
}

/** Six letters that look unlike their neighbours' but are never the same for two serials. */
function scrambled(serial: number): string {
	const space = 31 ** 6;
	let at = Number((BigInt(serial + 1) * 577_215_664n) % BigInt(space));
	let text = '';
	for (let i = 0; i < 6; i++) {
		text = letters[at % 31] + text;
		at = Math.floor(at / 31);
	}
	return text;
}

/** The check character of the nine-character organisation code (GB 11714) inside. */
function organisationCheck(body: string): string {
	const weights = [3, 7, 9, 10, 5, 8, 4, 2];
	const sum = [...body].reduce((total, letter, i) => total + parseInt(letter, 36) * weights[i]!, 0);
	const check = 11 - (sum % 11);
	return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}
