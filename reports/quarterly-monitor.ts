import { defineReport, heading, type Table } from './define.ts';
import { bondAnalysis, bondTables } from './monitor/bonds.ts';
import {
	byDistrict,
	byInstitution,
	byLabel,
	loanAnalysis,
	monthColumns as loanMonths
} from './monitor/loans.ts';
import { placesAnalysis } from './monitor/places.ts';
import {
	clauseBlocks,
	clauseTable,
	headlineIndicators,
	headlineTable,
	overview
} from './monitor/overview.ts';
import {
	institutionColumns,
	monthColumns as policyMonths,
	policyAnalysis,
	policyTable
} from './monitor/policy-funds.ts';
import { productAnalysis, productTable } from './monitor/products.ts';
import { qualityBlocks } from './monitor/quality.ts';
import { rosterColumn } from './monitor/roster.ts';

const byMonth: Table = {
	is: 'table',
	id: 'by-month',
	number: '附表8',
	title: '月度走势',
	head: '月份',
	rows: { are: 'months', count: 25 },
	columns: [...loanMonths, ...policyMonths],
	notes: ['政策资金为当年1月起累计数，每年1月重新累计。']
};

export default defineReport({
	id: 'quarterly-monitor',
	label: '季度监测报告',
	summary: '总体情况、十五项措施进展、重点指标分析、分机构分区情况、数据质量与口径，附主要指标等附表。',
	every: 'quarter',
	title: ['北京市金融支持科技创新、', '“专精特新”中小企业健康发展', '监测报告'],
	blocks: [
		heading(1, '一、总体情况'),
		overview,
		headlineTable,
		heading(1, '二、十五项措施进展'),
		...clauseBlocks,
		heading(1, '三、重点指标分析'),
		...loanAnalysis,
		...policyAnalysis,
		...productAnalysis,
		...bondAnalysis,
		heading(1, '四、分机构分区情况'),
		...placesAnalysis,
		heading(1, '五、数据质量与口径说明'),
		...qualityBlocks,
		heading(1, '附表'),
		byInstitution(institutionColumns),
		byDistrict([rosterColumn]),
		policyTable,
		productTable,
		...bondTables,
		byLabel([rosterColumn]),
		byMonth,
		clauseTable,
		{ is: 'definitions', number: '附', title: '指标口径', indicators: headlineIndicators }
	]
});
