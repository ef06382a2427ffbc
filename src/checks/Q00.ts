import { datasets } from '#datasets/index.ts';
import { defineFileCheck } from './define.ts';

export default defineFileCheck([...datasets.values()], {
	id: 'Q00',
	severity: 'quality',
	from: '2022-10',
	message: '文件里没有一行数据（零报送）',
	remedy: '确无业务的请说明；有业务的请填写后重新报送',
	basis: '本平台',
	find: (rows) => (rows.length ? [] : [{ line: null, at: [], seen: '0 行' }]),
	examples: { pass: [{ rows: [{}] }], fail: [{ rows: [] }] }
});
