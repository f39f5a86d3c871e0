import { describePractice } from './practice-flows.ts';
import { describeShop } from './shop-flows.ts';
import { openBrowserStage } from './stage/browser-stage.ts';

describePractice(openBrowserStage);
describeShop(openBrowserStage);
