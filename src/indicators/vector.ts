import policyFund from '#datasets/policy-fund.ts';

/**
 * 支小再贷款 100 of which 京创融 40, all for technology; 再贴现 60 of which 京创通 20 for technology, 3 of these also for
 * advanced manufacturing, and 5 more for advanced manufacturing. Key areas 40 + 20 + 5 = 65 of 160: sub-products are
 * not added a second time, and what serves two areas counts once.
 */
export const vector = {
	dataset: policyFund,
	rows: [
		{ tool: 'JCR', amount: 40_00, basis: 'funds_issued', keyArea: ['TECH'] },
		{ tool: 'SMALL', amount: 60_00, basis: 'funds_issued', keyArea: ['OTHER'] },
		{ tool: 'JCT', amount: 17_00, basis: 'funds_issued', keyArea: ['TECH'] },
		{ tool: 'JCT', amount: 3_00, basis: 'funds_issued', keyArea: ['TECH', 'MANUFACTURING'] },
		{ tool: 'REDISCOUNT', amount: 5_00, basis: 'funds_issued', keyArea: ['MANUFACTURING'] },
		{ tool: 'REDISCOUNT', amount: 35_00, basis: 'funds_issued', keyArea: null }
	]
};
