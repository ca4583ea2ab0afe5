import {
  Controller,
  Get,
  NotFoundException,
  Param,
  Req,
  Res,
  ServiceUnavailableException,
  UseFilters,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AppConfig } from '../config/app-config.js';
import { AccessFor } from '../ops/access-role.js';
import { PageAssets, type PageName } from './page-assets.js';
import { pageDocument } from './page-document.js';
import { pagePolicy } from './page-policy.js';
import { SignInFilter } from './sign-in.filter.js';

const TITLES: Readonly<Record<PageName, string>> = {
  operations: 'Operations',
  call: 'Call',
  kitchen: 'Kitchen',
  phone: 'Phone',
  'sign-in': 'Sign in',
};

/** The pages. Whom they are not open to is asked to sign in. */
@ApiExcludeController()
@Controller()
@UseFilters(SignInFilter)
export class PagesController {
  constructor(
    private readonly assets: PageAssets,
    private readonly config: AppConfig,
  ) {}

  @Get()
  operations(@Req() request: Request, @Res() response: Response): void {
    this.send('operations', request, response);
  }

  @Get('calls/:callSid/view')
  call(
    @Param('callSid') callSid: string,
    @Req() request: Request,
    @Res() response: Response,
  ): void {
    this.send('call', request, response, { call: callSid });
  }

  @Get('kitchen')
  @AccessFor('kitchen')
  kitchen(@Req() request: Request, @Res() response: Response): void {
    this.send('kitchen', request, response);
  }

  @Get('phone')
  phone(@Req() request: Request, @Res() response: Response): void {
    if (!this.config.http.phonePage) {
      if (request.accepts(['json', 'html']) !== 'html') {
        throw new NotFoundException('ENABLE_PHONE is not set.');
      }
      response.status(404);
    }
    this.send('phone', request, response);
  }

  private send(
    name: PageName,
    request: Request,
    response: Response,
    data: Readonly<Record<string, string>> = {},
  ): void {
    const files = this.assets.page(name);
    if (files === null) {
      throw new ServiceUnavailableException('The pages are not built: npm run build.');
    }
    pagePolicy(request, response, () => {
      const title = `${TITLES[name]} · VoicePlate`;
      const phone = this.config.http.phonePage ? 'on' : 'off';
      response.type('html').send(pageDocument({ title, files, data: { ...data, phone } }));
    });
  }
}
