import { createRoute, z } from '@hono/zod-openapi'
import type { Api, Desk } from '../desk.ts'
import { refused, responsesOf } from '../documents.ts'
import { requireStep, visibleInspection } from '../inspections/inspection.ts'
import { reportDocument } from '../inspections/report-document.ts'
import { reportOf } from '../inspections/report.ts'
import { reportAnswer } from '../inspections/report-schema.ts'
import { queryOf } from '../parameters.ts'
import { inspectionPath, NOT_KEPT } from './inspections.ts'

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** `GET /api/inspections/{inspection}/report`: an inspection from its draw to its orders, to read or to file. */
export function addInspectionReport(api: Api, desk: Desk): void {
  const { services, parameters } = desk
  const route = createRoute({
    method: 'get',
    path: '/inspections/{inspection}/report',
    operationId: 'inspectionReport',
    summary: 'The report of a revealed inspection: draw, findings, rates, orders and replies; names masked',
    request: { params: inspectionPath, query: queryOf({ format: parameters.report_format.optional() }) },
    responses: {
      ...responsesOf(reportAnswer, 'The report', { isTable: false }),
      200: {
        description: 'The report',
        content: { 'application/json': { schema: reportAnswer }, [DOCX]: { schema: z.string() } },
      },
      404: refused('None to see'),
      409: refused('Not revealed yet'),
    },
  })
  api.openapi(route, async (c) => {
    const viewer = c.get('viewer')
    const inspection = await visibleInspection(services, viewer, c.req.valid('param').inspection)
    requireStep(inspection, ['revealed', 'closed'], '报告在检查公开后给出。')
    const report = await reportOf(desk, viewer, inspection)
    if (c.req.valid('query').format !== 'docx') return c.json(report, 200, NOT_KEPT)
    const { inspection_id } = inspection
    await services.gate.record(viewer, { action: 'export', subject: inspection_id, detail: 'inspection report' })
    const bytes = await reportDocument(report, services.county.name)
    return c.body(new Uint8Array(bytes), 200, {
      ...NOT_KEPT,
      'content-type': DOCX,
      'content-disposition': `attachment; filename="inspection-${inspection_id}.docx"`,
    })
  })
}
