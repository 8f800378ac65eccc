import {
  AlignmentType,
  Document,
  Footer,
  Header,
  HeadingLevel,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import type { InspectionReport } from './report.ts'

/** What a report says in its tables, in Chinese as it is filed. */
const RESULTS = { confirmed: '属实', not_confirmed: '不属实', contradicted: '相反', unchecked: '无法核实' } as const
const KINDS: Record<string, string> = { child: '儿童', school: '学校', home: '留守儿童之家', incident: '突发事件' }
const SHARES: Record<string, string> = { random: '随机', risk: '风险', second_visit: '复查' }
const STATES: Record<string, string> = {
  overdue: '已逾期',
  open: '未交',
  returned: '已退回',
  handed_in: '待验收',
  accepted: '已销号',
}

const SONG = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', cs: 'Times New Roman', eastAsia: '宋体' }
const HEI = { ...SONG, eastAsia: '黑体' }
/** Half points: 小四 of the text, 五号 of tables. */
const TEXT = 24
const SMALL = 21

/** The report as a document of Word: Chinese fonts by their names, page numbers, table heads repeated on each page. */
export async function reportDocument(report: InspectionReport, county: string): Promise<Buffer> {
  const { title } = report
  const dutyNames = new Map(report.duties.map(({ code, zh }) => [code, zh]))
  const nameOf = (duty: string): string => dutyNames.get(duty) ?? duty
  const document = new Document({
    title: `${county} ${title}`,
    creator: county,
    styles: {
      default: {
        document: { run: { font: SONG, size: TEXT } },
        title: { run: { font: HEI, size: 36, bold: true }, paragraph: { alignment: AlignmentType.CENTER } },
        heading1: { run: { font: HEI, size: 28, bold: true }, paragraph: { spacing: { before: 320, after: 120 } } },
      },
    },
    sections: [
      {
        headers: { default: new Header({ children: [margin([`${county} ${title}`])] }) },
        footers: {
          default: new Footer({
            children: [margin(['第 ', PageNumber.CURRENT, ' 页，共 ', PageNumber.TOTAL_PAGES, ' 页'])],
          }),
        },
        children: [
          new Paragraph({ text: `${title}检查报告`, heading: HeadingLevel.TITLE }),
          ...basics(report, county),
          ...draw(report),
          ...findings(report, nameOf),
          ...rates(report, nameOf),
          ...orders(report, nameOf),
          ...replies(report),
        ],
      },
    ],
  })
  return Packer.toBuffer(document)
}

type Piece = Paragraph | Table

const margin = (children: string[]): Paragraph =>
  new Paragraph({ alignment: AlignmentType.CENTER, children: [new TextRun({ children, font: SONG, size: 18 })] })
const heading = (text: string): Paragraph => new Paragraph({ text, heading: HeadingLevel.HEADING_1 })
const line = (text: string): Paragraph => new Paragraph({ text, spacing: { after: 60 } })

function cell(text: string, isHead: boolean): TableCell {
  const run = new TextRun({ text, size: SMALL, bold: isHead, font: isHead ? HEI : SONG })
  return new TableCell({ children: [new Paragraph({ children: [run] })] })
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): Table {
  const rowOf = (texts: readonly string[], isHead: boolean): TableRow =>
    new TableRow({ tableHeader: isHead, cantSplit: true, children: texts.map((text) => cell(text, isHead)) })
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [rowOf(heads, true), ...rows.map((texts) => rowOf(texts, false))],
  })
}

const moment = (instant: string | null): string => (instant === null ? '—' : instant.slice(0, 16).replace('T', ' '))
const percent = (rate: number | null): string => (rate === null ? '—' : `${(rate * 100).toFixed(1)}%`)

function basics(report: InspectionReport, county: string): Piece[] {
  const way = report.kind === 'announced' ? '明察' : '暗访'
  return [
    heading('一、基本情况'),
    line(`方式：${way}${report.is_second_visit ? '（复查，不抽签，不进核实率）' : ''}`),
    line(`时间：${report.starts_on} 至 ${report.ends_on}`),
    line(`范围：${report.units.length === 0 ? county : report.units.join('、')}`),
    line(`检查人员：${report.team.join('、')}`),
    line(
      `${report.draw.closed_at === null ? '检查还没有结束，以下是截至' : '检查已结束，报告生成于'} ${moment(report.written_at)}`,
    ),
  ]
}

function draw({ draw: drawn, drawn: rows, is_second_visit }: InspectionReport): Piece[] {
  const shares = (counts: object): string =>
    Object.entries(counts)
      .map(([kind, count]) => `${KINDS[kind] ?? kind} ${String(count)}`)
      .join('、') || '无'
  return [
    heading('二、抽样'),
    line(
      `数据时点：${moment(drawn.as_of)}；公布承诺：${moment(drawn.committed_at)}；抽签：${moment(drawn.drawn_at)}；公开：${moment(drawn.revealed_at)}`,
    ),
    ...(is_second_visit ? [] : [line(`每层随机抽取：${shares(drawn.random)}；每层按风险抽取：${shares(drawn.risk)}`)]),
    line(`种子：${drawn.seed}`),
    line(`名单的哈希：${drawn.frame_hash}`),
    line(`承诺：${drawn.commitment}`),
    line(
      '核对：名单（/api/inspections/编号/frame）的 SHA-256 应等于名单的哈希；“种子、换行、名单的哈希”的 SHA-256 应等于承诺。用 docs/inspections.md 里的程序，由种子和名单可以重算抽到了谁。',
    ),
    table(
      ['编号', '种类', '乡镇', '学校或村', '对象', '份额', 'π', ...Object.values(RESULTS)],
      rows.map((row) => [
        String(row.sample_id),
        KINDS[row.kind] ?? row.kind,
        row.township,
        row.place ?? '',
        row.subject,
        SHARES[row.share] ?? row.share,
        row.inclusion.toFixed(3),
        ...[row.confirmed, row.not_confirmed, row.contradicted, row.unchecked].map(String),
      ]),
    ),
  ]
}

function findings({ findings: rows }: InspectionReport, nameOf: (duty: string) => string): Piece[] {
  if (rows.length === 0) return [heading('三、核查结果'), line('还没有核查结果。')]
  const texts = rows.map(({ duty, township, confirmed, not_confirmed, contradicted, unchecked }) => [
    nameOf(duty),
    township,
    ...[confirmed, not_confirmed, contradicted, unchecked].map(String),
  ])
  return [heading('三、核查结果'), table(['职责', '乡镇', ...Object.values(RESULTS)], texts)]
}

function rates({ rates: rows, is_second_visit }: InspectionReport, nameOf: (duty: string) => string): Piece[] {
  const head = heading('四、核实率')
  if (is_second_visit) return [head, line('复查不进核实率。')]
  if (rows.length === 0) return [head, line('还没有核实率。')]
  const texts = rows.map((row) => [
    nameOf(row.duty),
    row.unit,
    percent(row.reported_rate),
    `${row.confirmed}/${row.checked}`,
    `${percent(row.rate)}（${percent(row.low)}–${percent(row.high)}）`,
    `${percent(row.random_rate)}（${percent(row.random_low)}–${percent(row.random_high)}）`,
  ])
  return [
    head,
    line(
      '核实率：台账记为完成的，核查属实的占多少，按抽中的概率加权；括号里是 95% 区间。上报率是数据时点台账上的按时完成率。',
    ),
    table(['职责', '单位', '上报率', '属实/查到', '核实率（加权）', '随机份额'], texts),
  ]
}

function orders({ orders: rows }: InspectionReport, nameOf: (duty: string) => string): Piece[] {
  if (rows.length === 0) return [heading('五、整改'), line('没有整改单。')]
  const texts = rows.map((order) => [
    [order.township, order.unit_id.split('/')[1]].filter(Boolean).join(' '),
    nameOf(order.duty),
    order.owner ?? '',
    order.to_mend ?? '',
    order.due_on,
    STATES[order.state] ?? order.state,
  ])
  return [heading('五、整改'), table(['单位', '职责', '责任人', '整改内容', '期限', '状态'], texts)]
}

function replies({ replies: rows }: InspectionReport): Piece[] {
  if (rows.length === 0) return [heading('六、被查单位的回复'), line('没有回复。')]
  return [
    heading('六、被查单位的回复'),
    ...rows.flatMap(({ unit, written_at, reply }) => [line(`${unit}（${moment(written_at)}）`), line(reply ?? '')]),
  ]
}
