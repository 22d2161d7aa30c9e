package org.mptcp4j.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** What the compiler's parser says of a set of sources; nothing is resolved. */
final class JavaSyntax {
  private final List<Method> methods = new ArrayList<>();
  private final List<String> undocumented = new ArrayList<>();
  private final List<String> locks = new ArrayList<>();

  JavaSyntax(List<SourceFile> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Unit> units = sources.stream().map(Unit::new).toList();
    JavacTask task =
        (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, units);
    DocTrees trees = DocTrees.instance(task);
    try {
      for (CompilationUnitTree unit : task.parse()) {
        new Scanner(trees, unit).scan(unit, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Methods and constructors with a body. */
  List<Method> methods() {
    return methods;
  }

  /** Top-level types without Javadoc. */
  List<String> undocumented() {
    return undocumented;
  }

  /** Where {@code synchronized} stands, on a method or a block. */
  List<String> locks() {
    return locks;
  }

  /** A source in memory. */
  static final class Unit extends SimpleJavaFileObject {
    private final SourceFile source;

    Unit(SourceFile source) {
      super(URI.create("source:///" + source.path()), JavaFileObject.Kind.SOURCE);
      this.source = source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source.text();
    }
  }

  private final class Scanner extends TreePathScanner<Void, Void> {
    private final DocTrees trees;
    private final CompilationUnitTree unit;
    private final String file;

    Scanner(DocTrees trees, CompilationUnitTree unit) {
      this.trees = trees;
      this.unit = unit;
      this.file = unit.getSourceFile().toUri().getPath().substring(1);
    }

    @Override
    public Void visitClass(ClassTree tree, Void unused) {
      TreePath path = getCurrentPath();
      boolean topLevel = path.getParentPath().getLeaf() instanceof CompilationUnitTree;
      if (topLevel && trees.getDocComment(path) == null) {
        undocumented.add(file + ": " + tree.getSimpleName());
      }
      return super.visitClass(tree, null);
    }

    @Override
    public Void visitMethod(MethodTree tree, Void unused) {
      if (tree.getBody() != null) {
        methods.add(new Method(file, tree.getName().toString(), firstLine(tree), lines(tree)));
      }
      return super.visitMethod(tree, null);
    }

    @Override
    public Void visitModifiers(ModifiersTree tree, Void unused) {
      if (tree.getFlags().contains(Modifier.SYNCHRONIZED)) {
        locks.add(file + ":" + firstLine(tree));
      }
      return super.visitModifiers(tree, null);
    }

    @Override
    public Void visitSynchronized(SynchronizedTree tree, Void unused) {
      locks.add(file + ":" + firstLine(tree));
      return super.visitSynchronized(tree, null);
    }

    private long firstLine(Tree tree) {
      SourcePositions positions = trees.getSourcePositions();
      return unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
    }

    private int lines(Tree tree) {
      LineMap map = unit.getLineMap();
      long end = trees.getSourcePositions().getEndPosition(unit, tree);
      return (int) (map.getLineNumber(end - 1) - firstLine(tree) + 1);
    }
  }
}
