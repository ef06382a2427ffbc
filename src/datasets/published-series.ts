import { dec, defineDataset, text } from './define.ts';

export default defineDataset({
	id: 'published-series',
	label: '公布数据',
	clause: null,
	nature: 'register',
	every: 'event',
	filers: [],
	due: null,
	layouts: ['xlsx', 'csv'],
	version: '1.0',
	definition: '公开发布的全国和北京数据，按公布数引用，增速不由余额倒算；用前须与官方网站核对。',
	columns: {
		series: text('序列', {
			key: true,
			max: 100,
			aliases: ['series_zh'],
			example: '科技型中小企业贷款余额(本外币)'
		}),
		seriesEn: text('序列英文名', { max: 200, aliases: ['series_en'] }),
		region: text('地区', { key: true, max: 20, aliases: ['region'], note: '全国或北京', example: '全国' }),
		period: text('时期', {
			key: true,
			max: 20,
			aliases: ['period'],
			note: '按公布的时期填写，如 2025Q4、2025-06、2025Q1-Q3',
			example: '2025Q4'
		}),
		value: dec('公布值', 4, { required: true, aliases: ['value'], example: '3.63' }),
		unit: text('单位', {
			required: true,
			max: 20,
			aliases: ['unit'],
			note: '“超”“近”“约”等修饰写在单位后的括号内',
			example: '万亿元'
		}),
		yearOnYear: dec('公布同比(%)', 2, { aliases: ['yoy_percent'], example: '19.8' }),
		sourceTitle: text('来源', {
			required: true,
			max: 300,
			aliases: ['source_title'],
			example: '四季度金融机构贷款投向统计报告'
		}),
		sourceDate: text('发布日期', {
			max: 10,
			aliases: ['source_date'],
			note: '只知年月的填年月',
			example: '2026-01-30'
		}),
		sourceUrl: text('来源地址', { max: 500, aliases: ['source_url'] })
	}
});
