import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import {
	AriaComponent,
	GraphicComponent,
	GridComponent,
	MarkLineComponent,
	TooltipComponent
} from 'echarts/components';
import * as echarts from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';

echarts.use([
	BarChart,
	LineChart,
	ScatterChart,
	AriaComponent,
	GraphicComponent,
	GridComponent,
	MarkLineComponent,
	TooltipComponent,
	LabelLayout,
	SVGRenderer
]);

/** ECharts with just what the house's figures need. */
export { echarts };
