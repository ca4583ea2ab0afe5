import { Module, type Provider } from '@nestjs/common';
import { OrdersModule } from '../orders/orders.module.js';
import { Clock } from './clock.js';
import { KitchenBoard } from './kitchen-board/kitchen-board.js';
import { KitchenStore } from './kitchen-board/kitchen.store.js';
import { MenuController } from './kitchen-board/menu.controller.js';
import { PaceController } from './kitchen-board/pace.controller.js';
import { MenuAcceptance } from './menu-acceptance.js';
import { MenuService } from './menu.service.js';
import { OrderDesk } from './tools/order-desk.js';
import { MenuMetrics } from './menu.metrics.js';
import { MENU_TOOLS, ToolBox } from './tools/tool-box.js';
import type { Tool } from './tools/tool.js';
import { AddItemTool } from './tools/add-item.tool.js';
import { ApplyPromotionTool } from './tools/apply-promotion.tool.js';
import { ChangeItemTool } from './tools/change-item.tool.js';
import { EndCallTool } from './tools/end-call.tool.js';
import { GetBusinessInfoTool } from './tools/get-business-info.tool.js';
import { GetItemTool } from './tools/get-item.tool.js';
import { GetPromotionsTool } from './tools/get-promotions.tool.js';
import { LeaveCallbackNoteTool } from './tools/leave-callback-note.tool.js';
import { NoteAllergyTool } from './tools/note-allergy.tool.js';
import { PlaceOrderTool } from './tools/place-order.tool.js';
import { ReadBackOrderTool } from './tools/read-back-order.tool.js';
import { RemoveItemTool } from './tools/remove-item.tool.js';
import { SearchMenuTool } from './tools/search-menu.tool.js';
import { SetCustomerTool } from './tools/set-customer.tool.js';
import { SetLanguageTool } from './tools/set-language.tool.js';
import { TransferToHumanTool } from './tools/transfer-to-human.tool.js';
import { ViewOrderTool } from './tools/view-order.tool.js';

/** All tools, in the order a model sees them. A new tool is a file in `tools` and a line here. */
const TOOLS = [
  SearchMenuTool,
  GetItemTool,
  GetBusinessInfoTool,
  GetPromotionsTool,
  ViewOrderTool,
  AddItemTool,
  ChangeItemTool,
  RemoveItemTool,
  ApplyPromotionTool,
  SetCustomerTool,
  NoteAllergyTool,
  SetLanguageTool,
  ReadBackOrderTool,
  PlaceOrderTool,
  TransferToHumanTool,
  LeaveCallbackNoteTool,
  EndCallTool,
];

/** What the module is made of, for a check that puts a clock, menu and orders of its own in it. */
export const MENU_PROVIDERS: readonly Provider[] = [
  Clock,
  MenuAcceptance,
  MenuMetrics,
  MenuService,
  OrderDesk,
  ToolBox,
  ...TOOLS,
  {
    provide: MENU_TOOLS,
    inject: TOOLS,
    useFactory: (...tools: Tool[]) => tools,
  },
];

/** The restaurant's menu and the function tools. */
@Module({
  imports: [OrdersModule],
  controllers: [MenuController, PaceController],
  providers: [...MENU_PROVIDERS, KitchenStore, KitchenBoard],
  exports: [KitchenBoard, MenuAcceptance, MenuService, OrderDesk, ToolBox],
})
export class MenuModule {}
