/** How the 300号 standard looks at a trade: staff, turnover and assets (万元) from which a level begins; null where it does not ask. */
interface Bounds {
	readonly staff: readonly [micro: number, small: number, large: number] | null;
	readonly turnover: readonly [micro: number, small: number, large: number] | null;
	readonly assets: readonly [micro: number, small: number, large: number] | null;
}
const industry: Bounds = { staff: [20, 300, 1000], turnover: [300, 2000, 40000], assets: null };
const software: Bounds = { staff: [10, 100, 300], turnover: [50, 1000, 10000], assets: null };
const network: Bounds = { staff: [10, 100, 2000], turnover: [100, 1000, 100000], assets: null };
const wholesale: Bounds = { staff: [5, 20, 200], turnover: [1000, 5000, 40000], assets: null };
const retail: Bounds = { staff: [10, 50, 300], turnover: [100, 500, 20000], assets: null };
const building: Bounds = { staff: null, turnover: [300, 6000, 80000], assets: [300, 5000, 80000] };
const estate: Bounds = { staff: null, turnover: [100, 1000, 200000], assets: [2000, 5000, 10000] };
const transport: Bounds = { staff: [20, 300, 1000], turnover: [200, 3000, 30000], assets: null };
const storage: Bounds = { staff: [20, 100, 200], turnover: [100, 1000, 30000], assets: null };
const hotel: Bounds = { staff: [10, 100, 300], turnover: [100, 2000, 10000], assets: null };
const leasing: Bounds = { staff: [10, 100, 300], turnover: null, assets: [100, 8000, 120000] };
const others: Bounds = { staff: [10, 100, 300], turnover: null, assets: null };

/** A trade enterprises are in: its industry code, how common it is, where its loans go (门类加中类) and how size is judged. */
export interface Trade {
	readonly industry: string;
	readonly weight: number;
	readonly directions: readonly string[];
	readonly bounds: Bounds;
	readonly strategic?: string;
	readonly leading?: string;
}
const trade = (
	code: string,
	weight: number,
	directions: string,
	bounds: Bounds,
	strategic?: string,
	leading?: string
): Trade => ({
	industry: code,
	weight,
	directions: directions.split(' '),
	bounds,
	...(strategic ? { strategic } : {}),
	...(leading ? { leading } : {})
});

/** Trades of the roster. */
export const techTrades: readonly Trade[] = [
	trade('I65', 36, 'I651 I653 I654', software, 'S1', 'L01'),
	trade('I64', 7, 'I641 I642', network, 'S1', 'L10'),
	trade('I63', 3, 'I631', network, 'S1', 'L01'),
	trade('M73', 11, 'M731 M732 M734', others, 'S9', 'L02'),
	trade('M74', 7, 'M745 M746', others, 'S7', 'L08'),
	trade('M75', 13, 'M751 M752', others, 'S9', 'L08'),
	trade('C39', 7, 'C391 C392 C397', industry, 'S1', 'L03'),
	trade('C27', 4, 'C272 C276 C277', industry, 'S4', 'L02'),
	trade('C35', 4, 'C356 C358', industry, 'S2', 'L05'),
	trade('C34', 2.4, 'C344 C349', industry, 'S2', 'L05'),
	trade('C38', 2.6, 'C382 C384', industry, 'S6', 'L06'),
	trade('C40', 2, 'C401 C402', industry, 'S2', 'L05'),
	trade('C36', 0.6, 'C361 C367', industry, 'S5', 'L04'),
	trade('C37', 0.4, 'C374', industry, 'S2', 'L11')
];

/** Trades of the enterprises that are compared with. */
export const otherTrades: readonly Trade[] = [
	trade('F51', 15, 'F516 F517', wholesale),
	trade('F52', 6, 'F521 F522', retail),
	trade('K70', 10, 'K701', estate),
	trade('E47', 8, 'E471', building),
	trade('E48', 10, 'E481', building),
	trade('D44', 8, 'D441 D443', industry),
	trade('D46', 2, 'D461', industry),
	trade('G54', 6, 'G543', transport),
	trade('G59', 2, 'G599', storage),
	trade('L71', 5, 'L711', leasing),
	trade('L72', 14, 'L721 L723', leasing),
	trade('N77', 3, 'N772', others),
	trade('N78', 3, 'N781', others),
	trade('C14', 2, 'C149', industry),
	trade('C25', 2, 'C251', industry),
	trade('C31', 2, 'C313', industry),
	trade('R87', 2, 'R873', others),
	trade('H61', 2, 'H611', hotel),
	trade('Q84', 2, 'Q841', others)
];
