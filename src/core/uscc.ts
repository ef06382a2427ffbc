const charset = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

const valueOf = new Int8Array(128).fill(-1);
for (let i = 0; i < charset.length; i += 1) valueOf[charset.charCodeAt(i)] = i;

/** The check character that GB 32100 gives the first 17 characters; `null` if one is not in the charset. */
export function usccCheck(first17: string): string | null {
	let sum = 0;
	for (let i = 0; i < 17; i += 1) {
		const value = valueOf[first17.charCodeAt(i)] ?? -1;
		if (value < 0) return null;
		sum += value * weights[i]!;
	}
	return charset[(31 - (sum % 31)) % 31]!;
}

/** Whether the text is a unified social credit code with the right check character (GB 32100-2015), in capitals. */
export const isUscc = (text: string): boolean => text.length === 18 && usccCheck(text) === text[17];

const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

/** Whether the text is an organisation code of 9 characters without hyphen and with the right check (GB 11714). */
export function isOrganisationCode(text: string): boolean {
	if (!/^[0-9A-Z]{8}[0-9X]$/.test(text)) return false;
	let sum = 0;
	for (let i = 0; i < 8; i += 1) sum += parseInt(text[i]!, 36) * organisationWeights[i]!;
	const check = 11 - (sum % 11);
	return text[8] === (check === 10 ? 'X' : check === 11 ? '0' : String(check));
}

const placeholder = {
	message: '统一社会信用代码是占位代码',
	remedy: '请填企业真实的统一社会信用代码'
} as const;

/** What is wrong with a unified social credit code, in words, and how to mend it; `null` if nothing is. */
export function usccFault(text: string): { readonly message: string; readonly remedy: string } | null {
	if (isUscc(text)) return text.startsWith('00000') || text.endsWith('000000') ? placeholder : null;
	if (text.length !== 18) {
		return {
			message: `统一社会信用代码应为 18 位，现为 ${text.length} 位`,
			remedy: '请核对营业执照，补全或更正代码'
		};
	}
	const strange = [...text].find((char) => !charset.includes(char));
	if (strange) {
		const likely = 'IOSVZ'.includes(strange) ? '；字母 I、O、S、V、Z 不会出现，请检查是否与数字混淆' : '';
		return { message: `统一社会信用代码中不应有“${strange}”`, remedy: `请核对营业执照${likely}` };
	}
	return { message: '统一社会信用代码校验位不符', remedy: '请核对营业执照，检查是否有一位抄错或两位颠倒' };
}
