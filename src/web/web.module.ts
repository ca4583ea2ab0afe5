import { Module } from '@nestjs/common';
import { AssetsController } from './assets.controller.js';
import { PageAssets } from './page-assets.js';
import { PagesController } from './pages.controller.js';

/** The pages for operators and the kitchen. */
@Module({
  controllers: [AssetsController, PagesController],
  providers: [PageAssets],
})
export class WebModule {}
