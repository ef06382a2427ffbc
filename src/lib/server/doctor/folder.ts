import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { note, well, wrong, type Line } from './line.ts';

/** File systems on which a ledger is not safe, by the number the system gives them. */
const unsafe: ReadonlyMap<number, string> = new Map([
	[0x6969, 'NFS 网络盘'],
	[0x517b, 'SMB 网络盘'],
	[0xff534d42, 'CIFS 网络盘'],
	[0xfe534d42, 'SMB2 网络盘'],
	[0x65735546, 'FUSE 文件系统'],
	[0x01021994, '内存盘']
]);

const gigabytes = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GB`;

function mayWrite(path: string): boolean {
	try {
		accessSync(path, constants.R_OK | constants.W_OK | (statSync(path).isDirectory() ? constants.X_OK : 0));
		return true;
	} catch {
		return false;
	}
}

function rightsLine(dir: string, faults: readonly string[]): Line {
	const { mode, uid } = statSync(dir);
	const shown = `权限 ${(mode & 0o777).toString(8)}`;
	const open = faults.find((fault) => fault.includes('对其他用户开放'));
	if (open) return wrong('目录权限', shown, `${open.replace(/^TECHFIN_DATA：/, '')}。`);
	const shut = [dir, ...['ledger.db', 'files', 'tmp', 'keys'].map((name) => join(dir, name))].filter(
		(path) => existsSync(path) && !mayWrite(path)
	);
	if (shut.length)
		return wrong(
			'目录权限',
			`${shown}，当前账户不能读写 ${shut.join('、')}`,
			`请以服务账户执行本命令；服务账户本身不能读写的，执行 chown -R 服务账户 ${dir}。`
		);
	const me = process.getuid?.();
	return me !== undefined && me !== uid
		? note(
				'目录权限',
				`${shown}，目录属主（${uid}）不是当前账户（${me}）`,
				'请以服务账户执行各项命令（如 sudo -u techfin techfin doctor），以免留下服务不能读写的文件。'
			)
		: well('目录权限', `${shown}，可以读写`);
}

/** The data folder: rights, kind of disk, space and inodes. `faults` are those of the settings that speak of it. */
export function folderLines(dir: string, faults: readonly string[], stat = statfsSync(dir)): Line[] {
	const { type, bavail, bsize, blocks, files, ffree } = stat;
	const [free, whole] = [bavail * bsize, blocks * bsize];
	const space = `剩余 ${gigabytes(free)}，共 ${gigabytes(whole)}`;
	const kind = unsafe.get(type >>> 0);
	const short = faults.find((fault) => fault.includes('剩余不足'));
	return [
		well('数据目录', dir),
		rightsLine(dir, faults),
		kind
			? wrong('磁盘类型', kind, '账本须放在本机磁盘：断电时网络盘和内存盘不能保证已发回执的数据。')
			: well('磁盘类型', `本机磁盘（${(type >>> 0).toString(16)}）`),
		short
			? wrong('磁盘空间', space, '剩余不足 2 GB，服务不能启动。请清理或扩容。')
			: free < 10 * 1024 ** 3
				? note('磁盘空间', space, '建议保持 10 GB 以上。')
				: well('磁盘空间', space),
		files > 0 && ffree / files < 0.01
			? wrong('文件数', `剩余 ${ffree} 个`, '索引节点将尽，不能再存文件。请清理小文件或换盘。')
			: well('文件数', files > 0 ? `剩余 ${ffree} 个` : '不受限')
	];
}
