import type { ParameterId } from './parameters.ts';

/** A number or a direction that a clause names, with its own words. */
export interface ClauseTarget {
	/** Code of the indicator it is measured by. */
	readonly indicator: string;
	/** `higher` is a direction without a number. */
	readonly sense: 'atLeast' | 'atMost' | 'higher' | 'lower';
	/** The parameter that holds the number. */
	readonly parameter?: ParameterId;
	/** The words of the notice. */
	readonly wording: string;
}

/** One of the fifteen measures, in the words of the notice of 22 September 2022. */
export interface Clause {
	readonly number: number;
	readonly numeral: string;
	/** The part of the notice it stands in. */
	readonly chapter: string;
	readonly title: string;
	readonly text: string;
	/** Codes of the responsible units, in the order of the notice. */
	readonly units: readonly string[];
	readonly targets: readonly ClauseTarget[];
}

/** The notice itself. */
export const notice = {
	number: '银管发〔2022〕98号',
	title: '关于印发《金融服务北京地区科技创新、“专精特新”中小企业健康发展若干措施》的通知',
	measures: '金融服务北京地区科技创新、“专精特新”中小企业健康发展若干措施',
	issuedOn: '2022-09-22'
} as const;

const chapters = [
	'一、建立完善会商机制',
	'二、加强专项信贷支持',
	'三、拓展直接融资渠道',
	'四、提升跨境业务便利'
] as const;

/** The fifteen measures, in order. */
export const clauses: readonly Clause[] = [
	{
		number: 1,
		numeral: '（一）',
		chapter: chapters[0],
		title: '完善金融与产业部门的常态化会商机制',
		text: '依托北京市金融监管协调机制、北京市中小企业工作领导小组等现有机制，建立金融支持科技创新常态化会商机制。建立维护北京市科技创新企业名录库（以下简称科创企业名录，包含高新技术企业、“专精特新”中小企业、国家技术创新示范企业、制造业单项冠军企业、隐形冠军企业以及中关村高新技术企业、科技型中小企业）以及名单查询系统，强化部门合力与政策统筹，定期发布科创金融调查研究成果。（责任单位：人行营业管理部、市金融监管局、北京银保监局、市科委、中关村管委会、市经济和信息化局、市财政局、北京金控集团）',
		units: ['pbc', 'jrj', 'nfra', 'kw', 'jxj', 'czj', 'jk'],
		targets: []
	},
	{
		number: 2,
		numeral: '（二）',
		chapter: chapters[0],
		title: '发挥平台合力提升企业融资便利度',
		text: '积极发挥北京市银企对接系统、小微企业金融服务顾问机制、“获得信贷一件事”平台、“北京畅融工程”、北京小微金服平台、北京市金融公共数据专区等平台的融资促进作用，强化平台合力与宣传推广，进一步畅通银企融资对接渠道。鼓励金融机构积极主动对接“创信融”和“京云征信”等征信平台，为科技创新、“专精特新”中小企业开辟信贷绿色通道，加大信用贷款投放。加快推进“专精特新”企业金融服务机制，帮助专精特新企业制定量体裁衣、务实管用的融资方案。依托中征应收账款融资服务平台和动产融资统一登记公示系统，推动北京地区核心企业、财政部门与融资服务平台对接，推动线上供应链融资和政府采购应收账款融资发展，支持科技创新、“专精特新”等中小微企业应收账款质押融资。（责任单位：人行营业管理部、市金融监管局、北京金控集团）',
		units: ['pbc', 'jrj', 'jk'],
		targets: []
	},
	{
		number: 3,
		numeral: '（三）',
		chapter: chapters[0],
		title: '完善科创企业信用信息归集共享',
		text: '建立健全以金融机构使用为导向、企业授权为支撑的科创企业信用信息整合和开发利用机制。依托北京市金融公共数据专区（“京云征信”平台）建设科创企业服务站，各相关部门协助引导科创企业向服务站汇聚，探索试点线下企业数据归集，丰富涉企数据维度，升级针对科创企业的融资信用服务。（责任单位：北京金控集团、市经济和信息化局、市科委、中关村管委会、人行营业管理部）',
		units: ['jk', 'jxj', 'kw', 'pbc'],
		targets: []
	},
	{
		number: 4,
		numeral: '（四）',
		chapter: chapters[1],
		title: '发挥好货币政策工具总量和结构双重功能',
		text: '引导金融机构用好降准释放资金，用好科技创新再贷款、普惠小微贷款支持工具以及“京创通”“京创融”等结构性货币政策工具，进一步加大对高新技术企业、“专精特新”中小企业的支持力度。力争每年发放央行政策性资金的50%以上投向科技创新、先进制造等重点领域，带动全市科创企业贷款、户数保持较高增速。（责任单位：人行营业管理部、北京银保监局、市金融监管局）',
		units: ['pbc', 'nfra', 'jrj'],
		targets: [
			{
				indicator: 'M04-1',
				sense: 'atLeast',
				parameter: 'keyAreaShare',
				wording: '力争每年发放央行政策性资金的50%以上投向科技创新、先进制造等重点领域'
			},
			{ indicator: 'M04-8', sense: 'higher', wording: '带动全市科创企业贷款、户数保持较高增速' },
			{ indicator: 'M04-9', sense: 'higher', wording: '带动全市科创企业贷款、户数保持较高增速' }
		]
	},
	{
		number: 5,
		numeral: '（五）',
		chapter: chapters[1],
		title: '研究创设创新型小微企业贷款支持工具',
		text: '创新打造涵盖再贷款、再贴现、融资担保费补贴、贷款贴息、融资风险补偿、专项资金激励、大数据赋能等多种支持方式在内的北京地区创新型小微企业贷款支持工具，按照“货币政策工具+财政支持工具+数据赋能工具”模式支持辖内符合条件的银行向科创企业发放贷款，并推出符合科创企业特点的创新信贷产品，特别是纯信用类、知识产权类、股债联动类、应收账款及订单类产品。（责任单位：人行营业管理部、市金融监管局、北京银保监局、市科委、中关村管委会、市经济和信息化局、市财政局、市知识产权局、北京金控集团）',
		units: ['pbc', 'jrj', 'nfra', 'kw', 'jxj', 'czj', 'zscq', 'jk'],
		targets: []
	},
	{
		number: 6,
		numeral: '（六）',
		chapter: chapters[1],
		title: '打造科技信贷产品“电商”模式',
		text: '在北京市银企对接系统打造科创金融产品专区，指导辖内银行在专区自主发布科技信贷“拳头产品”，并通过明示产品年化利率、发放额度、贷款期限、审批时间、贷款发放笔数等产品“交易”信息以及设置产品反馈评价渠道等方式，不断推动科创信贷产品透明化，提升企业融资获得的可预期性，优化融资体验。强化科创金融产品与政策宣传。（责任单位：人行营业管理部、北京银保监局、市金融监管局）',
		units: ['pbc', 'nfra', 'jrj'],
		targets: []
	},
	{
		number: 7,
		numeral: '（七）',
		chapter: chapters[1],
		title: '开展科创企业首贷户拓展专项行动',
		text: '依托北京市金融公共数据专区、信贷监测系统等信息化手段定期筛选形成科创企业的潜在首贷户名单，并通过北京市贷款服务中心、科创金融服务中心、北京市银企对接系统等渠道推送至辖内相关银行机构。指导银行做好走访对接工作，并积极向企业宣传首贷补贴、担保补助、创业担保贷款等惠企政策。（责任单位：北京银保监局、人行营业管理部、市金融监管局、市科委、中关村管委会、市经济和信息化局、北京金控集团）',
		units: ['nfra', 'pbc', 'jrj', 'kw', 'jxj', 'jk'],
		targets: []
	},
	{
		number: 8,
		numeral: '（八）',
		chapter: chapters[1],
		title: '引导融资租赁机构提升科创企业服务能力',
		text: '通过多种方式引导融资租赁机构提升科创企业服务能力，指导融资租赁机构建立完善以租赁标的物资产管理为核心的风险管理体系，优化业务模式。加大面向科技创新、“专精特新”中小企业的融资租赁业务宣传，鼓励企业通过“直接融资租赁”模式引进研发、检测、生产等设备。鼓励融资租赁机构与厂商企业合作，支持企业通过“厂商租赁”模式进行设备销售、拓展市场份额。（责任单位：市金融监管局、北京银保监局）',
		units: ['jrj', 'nfra'],
		targets: []
	},
	{
		number: 9,
		numeral: '（九）',
		chapter: chapters[2],
		title: '推广股债联动融资模式',
		text: '加快推进服务科创企业的金融机构之间联动衔接，积极推广投、贷、保联动等多种服务模式创新。鼓励银行机构在依法合规、风险可控前提下，与创业投资机构、产业投资基金等合作创新多样化的金融服务模式。建立健全私募投资行业被投企业债权融资服务机制。（责任单位：北京银保监局、北京证监局、市金融监管局、人行营业管理部）',
		units: ['nfra', 'csrc', 'jrj', 'pbc'],
		targets: []
	},
	{
		number: 10,
		numeral: '（十）',
		chapter: chapters[2],
		title: '建立民营和科创企业债券融资协调对接机制',
		text: '建立民营和科创企业债券融资协调对接机制，梳理具备发债潜力，且对本市经济社会发展贡献较大的民营和科创企业，形成推荐名单并动态调整，针对名单内企业常态化组织开展发债辅导和融资对接活动，帮助企业发债融资。（责任单位：人行营业管理部、市科委、中关村管委会、市经济和信息化局、北京证监局）',
		units: ['pbc', 'kw', 'jxj', 'csrc'],
		targets: []
	},
	{
		number: 11,
		numeral: '（十一）',
		chapter: chapters[3],
		title: '持续提升跨境投融资便利度',
		text: '在北京地区开展高新技术和“专精特新”企业跨境融资便利化试点，符合条件的高新技术和“专精特新”企业可在不超过等值1000万美元额度内自主借用外债。允许北京地区科技创新企业多笔外债共用一个外债账户，新登记外债可通过已有外债账户办理资金收付。在中国（北京）自由贸易试验区和中关村海淀园区实施外债一次性登记试点，符合条件的试点企业无须办理外债逐笔登记。支持企业以线上方式申请外债登记。熊猫债发行主体境内关联企业可按实需原则借用相关熊猫债资金。支持符合条件的银行开展资本项目数字化服务试点，提升业务办理效率和企业资金使用效率。（责任单位：北京外汇管理部、市科委、中关村管委会）',
		units: ['safe', 'kw'],
		targets: [
			{
				indicator: 'M11-2',
				sense: 'atMost',
				parameter: 'foreignDebtCap',
				wording: '符合条件的高新技术和“专精特新”企业可在不超过等值1000万美元额度内自主借用外债'
			}
		]
	},
	{
		number: 12,
		numeral: '（十二）',
		chapter: chapters[3],
		title: '促进跨境贸易外汇收支便利化',
		text: '支持银行将更多科技创新、“专精特新”中小企业纳入北京地区优质企业贸易外汇收支便利化试点范围。进一步便利具有出口背景的国内外汇贷款结汇和购汇偿还，企业因特殊情况无法按期收汇且无外汇资金用于偿还国内外汇贷款的，贷款银行可按规定为企业办理购汇偿还手续。便利外汇业务使用电子单证，支持银行运用技术手段优化电子单证审核功能，提高外汇资金结算服务水平。积极争取跨境金融服务平台“出口信保保单融资”应用场景在北京地区落地。（责任单位：北京外汇管理部）',
		units: ['safe'],
		targets: []
	},
	{
		number: 13,
		numeral: '（十三）',
		chapter: chapters[3],
		title: '提高科技成果转化收益汇出便利度',
		text: '支持银行按照相关外汇管理规定，为外籍高层次人才及其核心团队在京取得的知识产权转让、使用、作价投资、工资薪酬等合法收入汇至境外提供跨境金融服务便利，优化业务办理流程，提升业务办理体验。（责任单位：市金融监管局、北京外汇管理部）',
		units: ['jrj', 'safe'],
		targets: []
	},
	{
		number: 14,
		numeral: '（十四）',
		chapter: chapters[3],
		title: '便利企业跨境人民币结算与使用',
		text: '升级跨境人民币优质诚信企业便利化政策，扩大便利化企业范围。支持银行为出口商在境外电商平台销售款项以人民币跨境结算，拓宽出口商结算渠道。稳步开展银行业金融机构境外贷款业务，拓展银行境外人民币贷款业务范围，鼓励对有实际需求的境外企业优先采用人民币贷款。（责任单位：人行营业管理部）',
		units: ['pbc'],
		targets: []
	},
	{
		number: 15,
		numeral: '（十五）',
		chapter: chapters[3],
		title: '持续做好企业汇率风险管理服务',
		text: '引导银行及时响应市场主体特别是中小微外贸企业的汇率避险需求，面向市场有针对性开展汇率避险管理的线上集中宣讲及线下专题辅导，支持科技创新企业扩大人民币跨境结算，优化外汇衍生品业务管理和服务，有效降低企业避险保值成本。强化政银企合作，探索完善汇率避险成本分摊机制，鼓励融资担保机构为中小微外贸企业提供贸易融资及远期结售汇业务保证金担保，提升企业应对汇率波动能力。用好北京地区外汇衍生品银企对接公共服务平台。（责任单位：北京外汇管理部、市金融监管局、市商务局）',
		units: ['safe', 'jrj', 'swj'],
		targets: []
	}
];

/** The clause with this number; throws `unknown clause: …`. */
export function clauseOf(number: number): Clause {
	const found = clauses[number - 1];
	if (!found) throw new RangeError(`unknown clause: ${number}`);
	return found;
}
