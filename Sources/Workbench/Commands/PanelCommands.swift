import Autodiff
import Screen

/// Focus and zoom.
enum PanelCommands {
  static let all: [Command] =
    PanelCatalog.all.map { panel in
      let id = panel.id
      return Command(
        "panel.\(id.name)", PanelCatalog.key(of: id).map { [.character($0)] } ?? [], .panels,
        BilingualText("Focus \(panel.title.english); again: zoom it", zh: "聚焦“\(panel.title.chinese)”；再按放大")
      ) { state in
        if state.focus == id { state.isZoomed.toggle() }
        state.focus = id
        return []
      }
    } + [
      Command(
        "panel.next", [.tab], .panels, BilingualText("Next panel", zh: "下一个面板"),
        footer: BilingualText("panel", zh: "面板")
      ) {
        turn(&$0, by: 1)
      },
      Command("panel.previous", [.backTab], .panels, BilingualText("Previous panel", zh: "上一个面板")) {
        turn(&$0, by: -1)
      },
      Command("tab.next", [.character("]")], .panels, BilingualText("Next tab in the panel", zh: "面板内下一页")) {
        $0[$0.focus].tab += 1
        return []
      },
      Command("tab.previous", [.character("[")], .panels, BilingualText("Previous tab in the panel", zh: "面板内上一页")) {
        $0[$0.focus].tab -= 1
        return []
      },
    ]

  private static func turn(_ state: inout WorkbenchState, by step: Int) -> [Effect] {
    let all = PanelCatalog.all
    let index = (PanelCatalog.number(of: state.focus) - 1 + step + all.count) % all.count
    state.focus = all[index].id
    return []
  }
}
