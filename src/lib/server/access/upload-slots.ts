/** How many files come in at once: of everybody together, and of one institution. A plain form is held in memory meanwhile. */
const bounds = { all: 40, each: 4 } as const;

const coming = new Map<string, number>();
let all = 0;

/** Takes a place for a file that an institution sends, to be given back by calling what this returns; `null` if there is none. */
export function takeSlot(institution: string): (() => void) | null {
	const own = coming.get(institution) ?? 0;
	if (all >= bounds.all || own >= bounds.each) return null;
	all += 1;
	coming.set(institution, own + 1);
	return () => {
		all -= 1;
		const left = coming.get(institution)! - 1;
		if (left) coming.set(institution, left);
		else coming.delete(institution);
	};
}

/** What is said where there is no place. */
export const noSlot = '正在上传的文件较多，请稍候几秒再传。原有数据未受影响。';
