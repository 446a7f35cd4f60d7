/// Groups against a model of them: random lives of groups, each way of reading compared with what it must say.
@NullMarked
package dev.hongyan.message.model;

import org.jspecify.annotations.NullMarked;
