package org.vitrail.llm.chat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Carries out the statements of a template. */
final class Renderer {
  /** How a body ended. */
  private enum End { THROUGH, BREAK, CONTINUE }

  private final Budget budget = new Budget();
  private final Evaluator evaluator = new Evaluator(budget);
  private final Scope globals;
  private int line = 1;

  Renderer(Scope globals) {
    this.globals = globals;
  }

  String render(List<Statement> template) {
    var out = new StringBuilder();
    try {
      run(template, new Scope(globals), out);
    } catch (TemplateException e) {
      throw e.getMessage().startsWith("chat template, line") ? e : new TemplateException(line, e.getMessage());
    }
    return out.toString();
  }

  private End run(List<Statement> body, Scope scope, StringBuilder out) {
    for (var statement : body) {
      budget.step();
      var end = run(statement, scope, out);
      if (end != End.THROUGH) return end;
    }
    return End.THROUGH;
  }

  private End run(Statement statement, Scope scope, StringBuilder out) {
    switch (statement) {
      case Statement.Text(var text) -> write(text, out);
      case Statement.Output(var value, var at) -> {
        line = at;
        write(Python.text(evaluator.value(value, scope)), out);
      }
      case Statement.If branches -> {
        line = branches.line();
        for (var branch : branches.branches()) {
          if (branch.test() == null || Python.truth(evaluator.value(branch.test(), scope)))
            return run(branch.body(), scope, out);
        }
      }
      case Statement.For loop -> loop(loop, scope, out);
      case Statement.Set(var targets, var value, var at) -> {
        line = at;
        assign(targets, evaluator.value(value, scope), scope);
      }
      case Statement.SetAttribute set -> setAttribute(set, scope);
      case Statement.SetBlock(var target, var body) -> {
        var text = new StringBuilder();
        run(body, scope, text);
        scope.set(target, text.toString());
      }
      case Statement.Macro macro -> scope.set(macro.name(),
          (Function) (arguments, named) -> call(macro, scope, arguments, named));
      case Statement.Group(var body) -> {
        return run(body, scope, out);
      }
      case Statement.Break _ -> {
        return End.BREAK;
      }
      case Statement.Continue _ -> {
        return End.CONTINUE;
      }
    }
    return End.THROUGH;
  }

  private void write(String text, StringBuilder out) {
    budget.write(text.length());
    out.append(text);
  }

  private static void assign(List<String> targets, Object value, Scope scope) {
    if (targets.size() == 1) {
      scope.set(targets.getFirst(), value);
      return;
    }
    var values = Python.elements(value);
    if (values.size() != targets.size()) {
      throw new TemplateException(values.size() + " values are given to " + targets.size() + " variables");
    }
    for (int i = 0; i < values.size(); i++) scope.set(targets.get(i), values.get(i));
  }

  private void setAttribute(Statement.SetAttribute set, Scope scope) {
    line = set.line();
    if (!(scope.get(set.namespace()) instanceof Namespace namespace)) {
      throw new TemplateException("'" + set.namespace() + "' is no namespace, so nothing in it can be set");
    }
    namespace.put(set.attribute(), evaluator.value(set.value(), scope));
  }

  private void loop(Statement.For loop, Scope scope, StringBuilder out) {
    line = loop.line();
    var elements = Python.elements(evaluator.value(loop.elements(), scope));
    budget.write(elements.size());
    if (loop.condition() != null) {
      elements.removeIf(element -> {
        var inner = new Scope(scope);
        assign(loop.targets(), element, inner);
        return !Python.truth(evaluator.value(loop.condition(), inner));
      });
    }
    if (elements.isEmpty()) run(loop.otherwise(), scope, out);
    for (int i = 0; i < elements.size(); i++) {
      budget.step();
      var inner = new Scope(scope);
      assign(loop.targets(), elements.get(i), inner);
      inner.set("loop", state(elements, i));
      if (run(loop.body(), inner, out) == End.BREAK) break;
    }
  }

  private static Map<String, Object> state(List<Object> elements, int i) {
    var state = new LinkedHashMap<String, Object>();
    state.put("index", i + 1L);
    state.put("index0", (long) i);
    state.put("revindex", (long) elements.size() - i);
    state.put("revindex0", (long) elements.size() - i - 1);
    state.put("first", i == 0);
    state.put("last", i == elements.size() - 1);
    state.put("length", (long) elements.size());
    state.put("previtem", i > 0 ? elements.get(i - 1) : new Undefined("previtem"));
    state.put("nextitem", i + 1 < elements.size() ? elements.get(i + 1) : new Undefined("nextitem"));
    return state;
  }

  private String call(Statement.Macro macro, Scope around, List<Object> arguments, Map<String, Object> named) {
    var scope = new Scope(around);
    int parameters = macro.parameters().size();
    if (arguments.size() > parameters) {
      throw new TemplateException("the macro '" + macro.name() + "' takes " + parameters + " values, not "
          + arguments.size());
    }
    for (int i = 0; i < parameters; i++) {
      var name = macro.parameters().get(i);
      int preset = i - (parameters - macro.defaults().size());
      scope.set(name, i < arguments.size() ? arguments.get(i) : named.containsKey(name) ? named.get(name)
          : preset >= 0 ? evaluator.value(macro.defaults().get(preset), around) : new Undefined(name));
    }
    var out = new StringBuilder();
    budget.enter();
    run(macro.body(), scope, out);
    budget.leave();
    return out.toString();
  }
}
