import { defineSyntaxCheck } from './define.ts';
import { code } from '#datasets/define.ts';
import { sizes } from '#codes/size.ts';

export default defineSyntaxCheck({
	id: 'V02',
	severity: 'validity',
	from: '2022-10',
	message: '代码不在代码表中',
	remedy: '请从下拉列表选择，或按数据字典填写代码',
	basis: '采集规范；GB/T 2260、GB/T 4754—2017',
	column: code('企业规模', sizes),
	examples: {
		pass: ['CS03', '小型'],
		fail: ['CS09', '3']
	}
});
