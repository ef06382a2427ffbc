const forbidden =
	/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text that any XML reader accepts: no control characters, no halves of a surrogate pair. */
export const printable = (text: string): string => text.replace(forbidden, '');

/** Text as it stands inside an XML element or attribute. */
export const escaped = (text: string): string =>
	printable(text)
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
