package org.vitrail.nn;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.vitrail.autograd.Parameter;

/**
 * A piece of a model: a record whose components are parameters, other parts, and lists of parts. The path of a
 * parameter is the names of the components that lead to it, {@code blocks.3.attention.qkv.weight}; components that are
 * null (a missing bias) or anything else (sizes, rates) are passed over.
 */
public interface Part {

  /** Every parameter below this part by its path, buffers included, in the order of the components. */
  default SequencedMap<String, Parameter> parameters() {
    var found = new LinkedHashMap<String, Parameter>();
    collect("", this, found);
    found.forEach((path, parameter) -> parameter.named(path));
    return found;
  }

  private static void collect(String path, Object value, SequencedMap<String, Parameter> found) {
    switch (value) {
      case Parameter parameter -> found.put(path, parameter);
      case Part part when part instanceof Record -> {
        for (var component : part.getClass().getRecordComponents()) {
          collect(path.isEmpty() ? component.getName() : path + "." + component.getName(), read(component, part), found);
        }
      }
      case List<?> parts -> {
        for (int i = 0; i < parts.size(); i++) collect(path + "." + i, parts.get(i), found);
      }
      case null, default -> { }
    }
  }

  private static Object read(RecordComponent component, Part part) {
    try {
      return component.getAccessor().invoke(part);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(part.getClass().getName() + " is a part of a model, but its package is not open to "
          + "module org.vitrail.nn: make the record public and export its package", e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("component " + component.getName() + " of " + part.getClass().getName()
          + " cannot be read", e.getCause());
    }
  }
}
