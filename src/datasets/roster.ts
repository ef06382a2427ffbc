import { districts } from '#codes/district.ts';
import { industries } from '#codes/industry.ts';
import { labels } from '#codes/label.ts';
import { leadingIndustries } from '#codes/leading-industry.ts';
import { ownerships } from '#codes/ownership.ts';
import { sizes } from '#codes/size.ts';
import { strategicIndustries } from '#codes/strategic-industry.ts';
import { code, date, defineDataset, flag, int, money, quarterlyDue, text, uscc } from './define.ts';

export default defineDataset({
	id: 'roster',
	label: '科创企业名录',
	clause: 1,
	nature: 'register',
	every: 'quarter',
	filers: ['unit'],
	filerIds: ['kw', 'jxj'],
	due: quarterlyDue,
	layouts: ['xlsx', 'csv'],
	version: '1.0',
	definition:
		'北京市科技创新企业名录：企业持有的科创类别及其有效期，一家企业一个类别一行；各项获贷率和科创贷款统计以此为准。',
	validity: { from: 'validFrom', to: 'validTo' },
	columns: {
		uscc: uscc('统一社会信用代码', { key: true, note: '单元格设为文本格式', example: '91110108MA0000015T' }),
		name: text('企业名称', { required: true, max: 200, example: '北京示例科技有限公司' }),
		label: code('科创类别', labels, { key: true, example: 'HNTE' }),
		certificateNo: text('证书编号', { max: 60, example: 'GR202411000001' }),
		issuedOn: date('认定日期', { example: '2024-10-29' }),
		validFrom: date('有效期起', { key: true, example: '2024-10-29' }),
		validTo: date('有效期止', { note: '长期有效的不填', example: '2027-10-28' }),
		ruleVersion: text('认定依据', { max: 40, example: '国科发火〔2016〕32号' }),
		district: code('所在区', districts, { required: true, note: '经开区企业填经开区', example: '110108' }),
		industry: code('国民经济行业', industries, {
			required: true,
			note: '门类字母加 2 位大类',
			example: 'C39'
		}),
		size: code('企业规模', sizes, { required: true, example: 'CS03' }),
		ownership: code('经济成分', ownerships, { example: 'B0102' }),
		registeredOn: date('成立日期', { example: '2018-04-20' }),
		registeredCapital: money('注册资本', { example: '10000000.00' }),
		employees: int('从业人员', { example: '86' }),
		revenue: money('营业收入', { example: '35000000.00' }),
		totalAssets: money('资产总额', { example: '48000000.00' }),
		strategic: code('战略性新兴产业', strategicIndustries, { example: 'S1' }),
		leading: code('高精尖产业', leadingIndustries, { example: 'L01' }),
		listed: flag('是否上市', { example: '0' }),
		pointsSystem: flag('中关村创新积分制企业', { example: '1' })
	}
});
