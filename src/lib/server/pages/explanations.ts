import type { Explained } from '#lib/server/intake/findings-explain.ts';

/** What a page of findings was sent back with: a text for single findings, or for all findings of a rule. */
export interface TypedExplanation {
	readonly which: Explained;
	readonly text: string;
}

/** Reads explanations out of a form. A field counts only if it differs from what stood there before. */
export function explanationsIn(form: FormData): TypedExplanation[] {
	const rules: TypedExplanation[] = [];
	const single = new Map<string, number[]>();
	for (const [name, value] of form) {
		if (typeof value !== 'string' || !value.trim()) continue;
		const text = value.trim().replace(/\s+/g, ' ');
		const [, kind, of] = /^(rule|finding):(.{1,40})$/.exec(name) ?? [];
		if (kind === 'rule') rules.push({ which: { check: of! }, text });
		if (kind === 'finding' && form.get(`was:${of}`) !== text)
			single.set(text, [...(single.get(text) ?? []), Number(of)]);
	}
	return [...rules, ...[...single].map(([text, findings]) => ({ which: { findings }, text }))];
}
