/** The hidden sheet by which a template is known again. */
export const fingerprintSheet = '_techfin';
/** The hidden sheet behind the drop-downs of a template. */
export const choicesSheet = '_lists';
/** The dictionary of the form in a template. */
export const guideSheet = '说明';
/** The findings in a marked-up workbook. */
export const listSheet = '错误清单';
