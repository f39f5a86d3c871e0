import { openBrowserStage } from './browser-stage.ts';
import { describePractice } from './practice-flows.ts';
import { describeShop } from './shop-flows.ts';

describePractice(openBrowserStage);
describeShop(openBrowserStage);
