import { defineSyntaxCheck } from './define.ts';
import { text } from '#datasets/define.ts';

export default defineSyntaxCheck({
	id: 'S08',
	severity: 'syntax',
	from: '2022-10',
	message: '必填项为空',
	remedy: '请填写',
	basis: '本平台',
	column: text('编号', { required: true }),
	examples: {
		pass: ['JJ202603000001'],
		fail: ['', '   ']
	}
});
