import { businessStates } from '#codes/business-state.ts';
import { idKinds } from '#codes/id-kind.ts';
import { industries } from '#codes/industry.ts';
import { bankKinds } from '#codes/institution-kind.ts';
import { ownerships } from '#codes/ownership.ts';
import { regions } from '#codes/region.ts';
import { sectors } from '#codes/sector.ts';
import { sizes } from '#codes/size.ts';
import { code, date, defineDataset, flag, int, money, monthlyDue, text, uscc } from './define.ts';

export default defineDataset({
	id: 'corp-customer',
	label: '非同业单位客户基础信息',
	clause: 4,
	nature: 'stock',
	every: 'month',
	filers: bankKinds,
	due: monthlyDue,
	layouts: ['xlsx', 'csv', 'dat'],
	table: 'FTYKHX',
	version: '1.0',
	definition: '期末与本机构有贷款等业务关系的非同业单位客户基础信息，贷款文件中的借款人均须在列。',
	filerColumn: 'institutionCode',
	columns: {
		institutionCode: uscc('金融机构代码', {
			required: true,
			note: '每行相同',
			example: '91110102MA0123453G'
		}),
		name: text('客户名称', {
			enterprise: 'name',
			required: true,
			max: 200,
			example: '北京示例科技有限公司'
		}),
		idKind: code('客户证件类型', idKinds, { key: true, aliases: ['证件类型'], example: 'A01' }),
		customer: text('客户证件代码', {
			enterprise: 'code',
			key: true,
			max: 60,
			capitals: true,
			aliases: ['证件代码'],
			note: '单元格设为文本格式',
			example: '91110108MA0000015T'
		}),
		account: text('基本存款账号', {
			enterprise: 'code',
			max: 60,
			note: '单元格设为文本格式',
			example: '110908123456789012345'
		}),
		accountBank: text('基本账户开户行', { max: 200, example: '示例银行北京中关村支行' }),
		scope: text('经营范围', { max: 4000, example: '技术开发、技术服务' }),
		registeredCapital: money('注册资本', { example: '10000000.00' }),
		paidInCapital: money('实收资本', { example: '6000000.00' }),
		totalAssets: money('总资产', { example: '48000000.00' }),
		revenue: money('营业收入', { example: '35000000.00' }),
		employees: int('从业人员数', { note: '整数，人', example: '86' }),
		listed: flag('是否上市公司', { example: '0' }),
		firstCreditOn: date('首次建立信贷关系日期', { example: '2023-06-01' }),
		address: text('注册地址', {
			enterprise: 'name',
			max: 400,
			example: '北京市海淀区示例路1号'
		}),
		region: code('地区代码', regions, { example: '110108' }),
		state: code('经营状态', businessStates, { example: '01' }),
		establishedOn: date('成立日期', { example: '2018-04-20' }),
		industry: code('所属行业', industries, { note: '门类字母加 2 位大类', example: 'C39' }),
		size: code('企业规模', sizes, { note: '按工信部联企业〔2011〕300号划型', example: 'CS03' }),
		ownership: code('经济成分', ownerships, { example: 'B0102' }),
		sector: code('国民经济部门', sectors, { note: '必填；不得为金融机构或住户', example: 'C01' }),
		creditLine: money('授信额度', { example: '8000000.00' }),
		creditUsed: money('已用额度', { example: '5000000.00' }),
		related: flag('是否关联方', { example: '0' }),
		controllerIdKind: code('实际控制人证件类型', idKinds, { note: '有实际控制人的填写' }),
		controller: text('实际控制人证件代码', {
			enterprise: 'code',
			max: 60,
			capitals: true,
			note: '个人证件按采集规范脱敏后填写'
		}),
		ratingLevels: int('信用级别总等级数', { example: '10' }),
		rating: text('信用评级', { max: 20, example: '3' })
	}
});
