import type { FoundPlace } from '#figures/show.ts';

/** The places that hold every word asked for, names that begin with it first; all of them if nothing is asked. */
export function find(places: readonly FoundPlace[], asked: string, limit: number): readonly FoundPlace[] {
	const words = asked.trim().toLowerCase().split(/\s+/).filter(Boolean);
	if (!words.length) return places.slice(0, limit);
	const rank = (place: FoundPlace): number => {
		const label = place.label.toLowerCase();
		const also = place.also.toLowerCase();
		if (!words.every((word) => label.includes(word) || also.includes(word))) return -1;
		const first = words[0] ?? '';
		return label.startsWith(first) ? 0 : label.includes(first) ? 1 : also.startsWith(first) ? 2 : 3;
	};
	return places
		.map((place) => ({ place, at: rank(place) }))
		.filter(({ at }) => at >= 0)
		.sort((a, b) => a.at - b.at)
		.slice(0, limit)
		.map(({ place }) => place);
}

/** Characters at which each initial begins in the order of pinyin. */
const bounds = '阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥扨它穵夕丫帀';
const letters = 'ABCDEFGHJKLMNOPQRSTWXYZ';
const pinyin = new Intl.Collator('zh-CN');

/** The first letters of a Chinese text's pinyin: 贷款增长 → DKZZ. Characters read two ways take the commoner. */
export function initials(text: string): string {
	let out = '';
	for (const character of text) {
		if (!/\p{Script=Han}/u.test(character)) {
			out += /[a-z0-9]/i.test(character) ? character.toUpperCase() : '';
			continue;
		}
		let at = -1;
		for (const bound of bounds) {
			if (pinyin.compare(character, bound) < 0) break;
			at += 1;
		}
		out += letters[Math.max(0, at)] ?? '';
	}
	return out;
}
